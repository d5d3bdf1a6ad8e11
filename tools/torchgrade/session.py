"""One pytest run over graders: which exercises, devices and answers, and every case played so far."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from torchgrade.course import Course, Entry, catalogue
from torchgrade.draw import Draw, seed_from
from torchgrade.errors import CatalogueError
from torchgrade.examiner import Examiner
from torchgrade.exercise import Exercise
from torchgrade.isolation.launch import Launcher, best_launcher
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.remote import Room
from torchgrade.outcomes import CheckInfo
from torchgrade.recorded import RecordedCase, Target, record
from torchgrade.replayed import Recorded
from torchgrade.submission import Submission, read_submission
from torchgrade.verify import Verify

_WATCHED_ONE_IN = 4  # recording costs several times a plain call; which cases are drawn is as secret as the seed


@dataclass
class Session:
    """What the pytest hooks share.

    Args:
        graders: the folder of graders.
        seed: what inputs are drawn from.
        submission: the folder or file that holds the answers.
        isolate: whether the learner's code runs in a process of its own.
        variant: a further part of the seed, for inputs of one's own.
        untouched: ids of exercises whose stubs nobody has touched, which count as not started.
        devices: where cases run.
    """

    graders: Path
    seed: int
    submission: Path | None = None
    isolate: bool = False
    variant: str = ""
    untouched: Collection[str] = ()
    devices: tuple[str, ...] = ("cpu",)
    limits: Limits = field(default_factory=Limits)
    targets: dict[Path, Target] = field(default_factory=dict)
    seen_checks: set[tuple[str, str]] = field(default_factory=set)
    _examiner: Examiner | None = None
    _launcher: Launcher | None = None
    _room: Room | None = None

    @property
    def entries(self) -> list[Entry]:
        """Every exercise that the graders hold."""
        return catalogue(self.graders)

    @property
    def root(self) -> Path:
        """The course's folder."""
        return self.graders.parent

    def target(self, path: Path, module: ModuleType) -> Target:
        """The exercise that a grader file declares; one that cannot be used says so in its `fault`."""
        if path not in self.targets:
            identity = f"{path.parent.name}/{path.stem.removeprefix('test_')}"
            declared = [value for value in vars(module).values() if isinstance(value, Exercise)]
            try:
                self.targets[path] = Target.of(identity, _only(declared, path))
            except CatalogueError as error:
                stand_in = declared[0] if declared else Exercise("nothing", reference=None)
                self.targets[path] = Target(identity, stand_in, None, None, fault=str(error))
        return self.targets[path]

    def record(
        self, target: Target, check: CheckInfo, case: str, device: str, body: Callable[[Verify, Draw], None]
    ) -> RecordedCase:
        """Run a check's body once and keep what it asked; its faults are the grader's, not the learner's."""
        first = (check.id, device) not in self.seen_checks
        self.seen_checks.add((check.id, device))
        redraw = partial(self._recorded, target, check, case, device, body, first)
        recorded = redraw(self.variant)
        recorded.redraw = redraw
        return recorded

    def _recorded(
        self,
        target: Target,
        check: CheckInfo,
        case: str,
        device: str,
        body: Callable[[Verify, Draw], None],
        first: bool,
        variant: str,
    ) -> RecordedCase:
        watched = first or seed_from("watched", check.id, case, variant, self.seed) % _WATCHED_ONE_IN == 0
        recorded = RecordedCase(target, check, case, device, [], first, watched, fault=target.fault)
        if target.fault:
            return recorded
        try:
            if isinstance(target.exercise.reference, Recorded):
                recorded.replay(target.exercise.reference)
            else:
                recorded.calls += record(body, check.id, case, variant, self.seed, speed=check.speed)
        except CatalogueError as error:
            recorded.fault = str(error)
        except Exception as error:
            recorded.fault = (
                f"{check.name} raises {type(error).__name__}: {error}. "
                "A check only draws inputs and calls verify, which returns None."
            )
        return recorded

    @property
    def examiner(self) -> Examiner:
        """Holds the submission; read when first needed.

        Raises:
            BadInput: the submission cannot be read.
        """
        if self._examiner is None:
            names = [entry.name for entry in self.entries]
            self._examiner = Examiner(self._read(), names, self._new_room() if self.isolate else None, self.untouched)
        return self._examiner

    def _read(self) -> Submission:
        path = self.submission or Course(self.root).exercises
        return read_submission(path, keep_base=not self.isolate)

    def _new_room(self) -> Room:
        self._launcher = best_launcher(devices=self.devices)
        self._room = Room(self._launcher, self.limits.on(self.devices))
        return self._room

    @property
    def layers(self) -> tuple[str, ...]:
        """Which isolation holds, once a contestant has started."""
        return self._room.layers if self._room else ()

    def close(self) -> None:
        """End the contestant and what starts it."""
        if self._room is not None:
            self._room.leave()
        if self._launcher is not None:
            self._launcher.close()


def _only(declared: list[Exercise], path: Path) -> Exercise:
    if len(declared) != 1:
        raise CatalogueError(f"{path}: declares {len(declared)} exercises; a grader declares one.")
    return declared[0]


def stop_on_difference(message: str, expected: Any, yours: Any) -> None:
    """Raise where a debugger finds `expected` and `yours` at hand."""
    raise DifferenceFound(message)


class DifferenceFound(Exception):
    """An answer differs; under --pdb, `expected` and `yours` lie in the frame that raised this."""
