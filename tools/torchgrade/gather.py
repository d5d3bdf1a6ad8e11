"""Gathers grader reports in the process that talks to the user, with or without workers, into one Report."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import pytest

from torchgrade.aggregate import CheckCases, flags_of, to_check
from torchgrade.collected_keys import CASE, EXERCISE, LAYERS, NAMED, RELATED
from torchgrade.outcomes import case_from_plain, check_from_plain
from torchgrade.results import Environment, Report, Timing


@dataclass
class Gathered:
    """What the reports of a run have said so far."""

    checks: dict[str, CheckCases] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    related: dict[str, list[Any]] = field(default_factory=dict)
    layers: tuple[str, ...] = ()
    others: int = 0
    started: str = field(default_factory=lambda: datetime.now(timezone.utc).isoformat(timespec="seconds"))
    clock: float = field(default_factory=time.perf_counter)

    def add(self, report: pytest.TestReport) -> None:
        """Take in what a report carries; reports of other tests are only counted."""
        properties: Mapping[str, Any] = dict(report.user_properties)
        if CASE not in properties:
            self.others += 1
            return
        for data, planned in properties.get(EXERCISE, ()):
            self._cases(data).planned = planned
        cases = self._cases(properties[CASE]["check"])
        cases.results.append(case_from_plain(properties[CASE]["case"]))
        self.named.update(properties.get(NAMED, {}))
        self.related.update(properties.get(RELATED, {}))
        self.layers = tuple(properties.get(LAYERS, ())) or self.layers

    def has_unfinished(self) -> bool:
        """Whether any case is not started, which pytest itself counts as a skip."""
        return any(result.verdict != "passed" for cases in self.checks.values() for result in cases.results)

    def _cases(self, data: dict[str, Any]) -> CheckCases:
        info = check_from_plain(data)
        return self.checks.setdefault(info.id, CheckCases(info))

    def report(self, submission: str, whole: bool, not_run: tuple[str, ...], environment: Environment) -> Report:
        """Everything as one report, in the order of arrival; `whole` says that the whole catalogue was asked for."""
        for check, sentence in self.named.items():
            if check in self.checks:  # a worker that died took its reports with it
                self.checks[check].misconception = sentence
        for check, said in self.related.items():
            if check in self.checks:
                self.checks[check].relation = tuple(said)
        for cases in self.checks.values():
            cases.not_run = not_run
        checks = tuple(map(to_check, self.checks.values()))
        faulty = any(check.verdict == "grader_fault" for check in checks)
        return Report(
            submission=submission,
            checks=checks,
            partial=not whole or any(check.verdict == "not_selected" for check in checks),
            status="grader_fault" if faulty else "graded",
            flags=flags_of(self.checks),
            environment=environment,
            timing=Timing(self.started, round(time.perf_counter() - self.clock, 3)),
        )
