"""Collecting graders once for a whole class: pytest runs every check body, and nothing is graded yet."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import pytest

from torchgrade.collected import Collected
from torchgrade.course import Entry
from torchgrade.errors import CatalogueError
from torchgrade.plugin import RUNNER
from torchgrade.recorded import RecordedCase
from torchgrade.run_options import Options
from torchgrade.session import Session

_AUTOLOAD = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"
# unraisableexception looks for garbage several times at its end, which takes long where torch's objects are.
_LEFT_OUT = ("terminal", "cacheprovider", "unraisableexception")
_QUIET = ("--noconftest", *(f"-pno:{name}" for name in _LEFT_OUT), "--import-mode=importlib", "-c", os.devnull)


@dataclass
class Recording:
    """The graders as data. `broken` says by exercise why a grader could not be imported."""

    graders: Path
    entries: list[Entry]
    seed: int
    devices: tuple[str, ...]
    cases: list[RecordedCase] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)
    variant: str = ""
    speed: bool = False

    def for_variant(self, variant: str) -> Recording:
        """The same graders with inputs of a variant's own, "" for those that all have; the reference has answered."""
        if variant == self.variant:
            return self
        cases = [case.redraw(variant) if case.redraw else case for case in self.cases]
        for case in cases:
            case.find_fault()
        return replace(self, cases=cases, variant=variant)

    @cached_property
    def digests(self) -> dict[str, str]:
        """What each exercise's grader depends on, in one number."""
        return {entry.id: digest_of(entry) for entry in self.entries}

    @cached_property
    def sha256(self) -> str:
        """What the graders' text and the seed's draws depend on, in one number."""
        digest = hashlib.sha256(b"speed" if self.speed else b"")
        for entry in self.entries:
            for path in entry.files:
                digest.update(entry.id.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    @property
    def needs_compiler(self) -> bool:
        """Whether a contestant will ask torch for its compiler, or for half of it.

        The meta device does, a gradient in a given direction, a record of ATen's operators, and making an optimizer.
        """
        asked = any(call.kind in ("contract", "gradients") for case in self.cases for call in case.calls)
        recorded = any(name.startswith("aten::") for case in self.cases for name in case.target.exercise.forbidden)
        return asked or recorded or any("optim" in (case.target.probe_source or "") for case in self.cases)


def digest_of(entry: Entry) -> str:
    """The digest of one grader and the data that it reads."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in entry.files)).hexdigest()


class _Recorder(Collected):
    """Keeps each item's case in the place of playing it."""

    into: ClassVar[list[RecordedCase]]

    @classmethod
    def of(cls, config: pytest.Config, options: Options, items: Sequence[pytest.Function]) -> _Recorder:
        return cls(Session(items[0].path.parent.parent, options.seed), False, options.devices)

    def run(self, item: pytest.Function) -> Any:
        self.into.append(self.case_of(item))

    def cannot_run(self, item: pytest.Function, reason: str) -> None:
        """Keep the fault of an item that pytest could not set up."""
        self.into.append(self.case_without_calls(item, reason))

    def finish_exercise(self, item: pytest.Function, nextitem: pytest.Item | None) -> None:
        """Nothing was played, so there is nothing to name."""


@dataclass
class _Listener:
    """Tells the plugin to record, and hears of graders that cannot be imported."""

    recording: Recording

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[RUNNER] = type("Recorder", (_Recorder,), {"into": self.recording.cases})

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._note(report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.when == "call":
            self._note(report)

    def _note(self, report: pytest.CollectReport | pytest.TestReport) -> None:
        path = Path(report.nodeid.partition("::")[0])
        identity = f"{path.parent.name}/{path.stem.removeprefix('test_')}"
        lines = str(report.longrepr).strip().splitlines()
        self.recording.broken[identity] = (lines[-1] if lines else "pytest gave no reason").removeprefix("E").strip()


def _forget(files: Sequence[str]) -> None:
    """Let the next recording in this process import the graders anew: pytest would find these by their names."""
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) in files:
            del sys.modules[name]


@contextmanager
def _no_one_else_s_options() -> Iterator[None]:
    """Keep the user's pytest options and plugins, which may stop early or shuffle, out of a recording."""
    before = {name: os.environ.pop(name, None) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", _AUTOLOAD)}
    os.environ[_AUTOLOAD] = "1"
    try:
        yield
    finally:
        del os.environ[_AUTOLOAD]
        os.environ.update({name: value for name, value in before.items() if value is not None})


def record_graders(
    graders: Path, entries: Sequence[Entry], devices: Sequence[str], seed: int, speed: bool = False
) -> Recording:
    """Run every check body once.

    Args:
        graders: the folder that holds them.
        entries: which exercises.
        devices: where cases are to run.
        seed: what inputs are drawn from.
        speed: whether checks about speed count.

    Raises:
        CatalogueError: pytest itself failed on the graders.
    """
    recording = Recording(graders, list(entries), seed, tuple(devices), speed=speed)
    files = [str(entry.grader) for entry in entries]
    options = [f"--rootdir={graders.parent}", f"--graders={graders}", f"--device={','.join(devices)}", f"--seed={seed}"]
    options += ["--speed"] if speed else []
    with _no_one_else_s_options():
        status = pytest.main(
            [*_QUIET, "-p", "torchgrade.plugin", "--continue-on-collection-errors", *options, *files],
            plugins=[_Listener(recording)],
        )
    _forget(files)
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not recording.broken:
        raise CatalogueError(
            f"{graders}: pytest could not run the graders (exit {int(status)}). Try `pytest {graders}`."
        )
    found = {case.target.id for case in recording.cases} | set(recording.broken)
    recording.broken.update({entry.id: "it declares no check" for entry in entries if entry.id not in found})
    return recording
