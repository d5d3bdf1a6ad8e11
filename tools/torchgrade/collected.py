"""The graders of one pytest process: from collected items to played cases and what their reports carry."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from torchgrade.attempts import untouched
from torchgrade.case import Played
from torchgrade.collected_keys import CASE, EXERCISE, LAYERS, NAMED, RELATED
from torchgrade.course import catalogue
from torchgrade.errors import BadInput
from torchgrade.examiner import Examiner
from torchgrade.exercise import is_asked
from torchgrade.isolation.failures import learner_traceback
from torchgrade.outcomes import CheckInfo, to_plain
from torchgrade.recorded import RecordedCase, Target, check_info
from torchgrade.replayed import refuse_other_inputs
from torchgrade.run_options import Options
from torchgrade.session import DifferenceFound, Session, stop_on_difference


@dataclass
class Collected:
    """Runs grader items and says what they showed."""

    session: Session
    debug: bool
    devices: tuple[str, ...]
    speed: bool = False
    announced: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, config: pytest.Config, options: Options, items: Sequence[pytest.Function]) -> Collected:
        """Prepare a run.

        Raises:
            BadInput: the graders come from several folders, or the submission cannot be read.
        """
        folders = {item.path.parent.parent for item in items}
        if len(folders) > 1:
            raise BadInput(f"graders from several folders at once: {', '.join(map(str, folders))}. Run one at a time.")
        refuse_other_inputs([item.module for item in items], options.variant, options.seed)
        graders = folders.pop()
        session = Session(
            graders,
            options.seed,
            options.submission,
            options.isolate,
            options.variant,
            untouched=_waiting(options, graders),
            devices=options.devices,
        )
        session.examiner  # noqa: B018 (read the submission now, so that what cannot be read stops the run)
        return cls(session, bool(config.getoption("usepdb", False)), options.devices, options.speed)

    def run(self, item: pytest.Function) -> Played:
        """Record one item's check body and play it; raise what pytest shall report."""
        case = self.case_of(item)
        self._announce(item, case.target)
        played = self.session.examiner.play(case)
        item.user_properties.append((CASE, {"check": to_plain(case.check), "case": to_plain(played.result)}))
        self._report(played, self.session.examiner)
        return played

    def cannot_run(self, item: pytest.Function, reason: str) -> None:
        """Let the report of an item that pytest could not even set up say that its grader is at fault."""
        case = self.case_without_calls(item, reason)
        self._announce(item, case.target)
        result = self.session.examiner.play(case).result
        item.user_properties.append((CASE, {"check": to_plain(case.check), "case": to_plain(result)}))

    def case_without_calls(self, item: pytest.Function, fault: str) -> RecordedCase:
        """A case that was never recorded, and why."""
        target = self.session.target(item.path, item.module)
        device = str(item.callspec.params["torchgrade_device"])
        info = self._info(target, item.function, item.path)
        return RecordedCase(target, info, _case_id(item, device), device, [], fault=fault)

    def case_of(self, item: pytest.Function) -> RecordedCase:
        """What one item's check body asks."""
        target = self.session.target(item.path, item.module)
        device = str(item.callspec.params["torchgrade_device"])
        info = self._info(target, item.function, item.path)
        return self.session.record(target, info, _case_id(item, device), device, _body(item))

    def _info(self, target: Target, function: Any, path: Path) -> CheckInfo:
        return check_info(target.id, function, path.relative_to(self.session.root).as_posix())

    def _announce(self, item: pytest.Function, target: Target) -> None:
        """Let the first report of an exercise carry all its checks, so that one that was not run is missed."""
        if target.id in self.announced:
            return
        self.announced.add(target.id)
        checks = [
            [to_plain(self._info(target, value, item.path)), _planned(value) * len(self.devices)]
            for value in vars(item.module).values()
            if is_asked(value, self.speed)
        ]
        item.user_properties.append((EXERCISE, checks))

    def _report(self, played: Played, examiner: Examiner) -> None:
        result = played.result
        if examiner.room is not None and result.printed:
            print(result.printed, end="")  # pytest shows and keeps it like any output
        if result.verdict == "passed":
            return
        if result.verdict == "not_started":
            pytest.skip("not started")
        error = played.seen[-1].exception if played.seen and result.verdict == "error" else None
        if error is not None and self.debug:
            raise error.with_traceback(learner_traceback(error, examiner.is_learner))
        difference = played.difference
        stop_on_difference(
            result.message, difference.expected if difference else None, difference.yours if difference else None
        )

    def finish_exercise(self, item: pytest.Function, nextitem: pytest.Item | None) -> None:
        """After an exercise's last case, put the ideas behind its checks into that case's report."""
        stopped = item.session.shouldfail or item.session.shouldstop
        if nextitem is not None and nextitem.path == item.path and not stopped:
            return
        target = self.session.targets.get(item.path)
        examiner = self.session.examiner
        mine = [check for check in examiner.played if target and check.startswith(f"{target.id}::")]
        named = {check: idea.sentence for check in mine if (idea := examiner.name(check))}
        related = {check: examiner.relate(check) for check in mine if check not in named}
        item.user_properties += [(NAMED, named), (RELATED, related), (LAYERS, list(self.session.layers))]

    def dress(self, item: pytest.Function, call: pytest.CallInfo[None], report: pytest.TestReport) -> None:
        """Show what the check asks for and our sentence, instead of our frames: all that an editor tells of a case."""
        if report.failed and call.excinfo is not None and call.excinfo.errisinstance(DifferenceFound):
            title = self._info(self.session.target(item.path, item.module), item.function, item.path).title
            report.longrepr = f"{title}\n{call.excinfo.value}"


def _waiting(options: Options, graders: Path) -> frozenset[str]:
    """Exercises that the learner has not begun; one that is asked for by its name is tried, whatever it is."""
    if options.exercises or not options.own:
        return frozenset()
    return untouched(graders.parent, [entry.id for entry in catalogue(graders)])


def _case_id(item: pytest.Function, device: str) -> str:
    """The case's id without its device, so that every device gets the same draws."""
    return str(item.callspec.id).removesuffix(device).removesuffix("-") or "only case"


def _planned(function: Any) -> int:
    """How many cases a check has on one device, from its parametrize marks."""
    marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
    values = [mark.args[1] if len(mark.args) > 1 else mark.kwargs.get("argvalues", ()) for mark in marks]
    return math.prod(len(list(value)) for value in values)


def _body(item: pytest.Function) -> Callable[[Any, Any], None]:
    """What runs an item's check body, also when pytest has forgotten the item's arguments."""
    function, names, funcargs = item.function, item._fixtureinfo.argnames, dict(item.funcargs)

    def run(verify: Any, draw: Any) -> None:
        given = {**funcargs, "verify": verify, "draw": draw}
        function(**{name: given[name] for name in names})

    return run
