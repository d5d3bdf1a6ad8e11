"""A grader as data: what each check asks in each case, with the reference's observations, ready for replay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from torchgrade.calls import Call
from torchgrade.draw import Draw
from torchgrade.errors import CatalogueError
from torchgrade.exercise import CHECK_ATTRIBUTE, CheckDeclaration, Exercise
from torchgrade.expected import Expected, expect
from torchgrade.isolation.answer import compile_probe
from torchgrade.isolation.observe import Observation, Question
from torchgrade.isolation.transfers import TRANSFERS
from torchgrade.outcomes import CheckInfo
from torchgrade.probe import probe_source
from torchgrade.replayed import Recorded
from torchgrade.verify import Verify


@dataclass
class Target:
    """An exercise as graders and runners see it: its id, its declaration, its probe as source and as function.

    `fault` says why its grader cannot be used at all; every case of it is then a grader's fault.
    """

    id: str
    exercise: Exercise
    probe_source: str | None
    probe: Callable[..., Any] | None
    fault: str = ""

    @classmethod
    def of(cls, identity: str, exercise: Exercise) -> Target:
        """Prepare an exercise.

        Raises:
            CatalogueError: its probe cannot travel.
        """
        reference = exercise.reference
        source = reference.probe_source if isinstance(reference, Recorded) else probe_source(exercise.probe)
        return cls(identity, exercise, source, compile_probe(source))


@dataclass
class RecordedCase:
    """One parametrised run of a check on one device: the calls it made and what is expected of each."""

    target: Target
    check: CheckInfo
    id: str
    device: str
    calls: list[Call]
    smallest: bool = False
    watched: bool = False  # forbidden operations are recorded in the smallest case and in others that the seed draws
    fault: str = ""
    shown: dict[tuple[str, int], Observation] = field(default_factory=dict, repr=False)  # what misconceptions show
    redraw: Callable[[str], RecordedCase] | None = field(default=None, repr=False)  # the same for another variant
    _expected: list[Expected] | None = field(default=None, repr=False)

    @property
    def expected(self) -> list[Expected]:
        """What the reference shows, computed once.

        Raises:
            CatalogueError: the reference does not do what the check asks for.
        """
        if self._expected is None:
            exercise, probe = self.target.exercise, self.target.probe
            self._expected = [step for call in self.calls for step in expect(call, self.device, exercise, probe)]
        return self._expected

    @cached_property
    def asked(self) -> list[tuple[Expected, Question]]:
        """What is expected, each with the question that is really asked: recorded, in a watched case."""
        watched = self.watched and not self.check.speed  # it would take its own time
        patterns = self.target.exercise.forbidden if watched else ()
        patterns += (TRANSFERS,) if watched and self.device == "cuda" else ()
        return [
            (item, item.step.watched(patterns).question if patterns else item.step.question) for item in self.expected
        ]

    def replay(self, recorded: Recorded) -> None:
        """Take what is asked and what is right from a release's numbers.

        Raises:
            CatalogueError: they are not there.
        """
        found = recorded.case(self.check.name, self.id, self.device, self.target.probe)
        self.calls += found.calls
        self._expected = found.expected
        self.shown.update(found.shown)

    def find_fault(self) -> str:
        """What is wrong with the grader in this case, "" where nothing is; asks the reference when first called."""
        if not self.fault:
            try:
                self.expected  # noqa: B018 (computed and kept)
            except CatalogueError as error:
                self.fault = str(error)
            except Exception as error:
                self.fault = f"{type(error).__name__}: {error}"
        return self.fault


def check_info(identity: str, function: Any, file: str) -> CheckInfo:
    """The declaration that `@check` left on a test function."""
    declared: CheckDeclaration = getattr(function, CHECK_ATTRIBUTE)
    title = " ".join((function.__doc__ or "").split())
    line = function.__code__.co_firstlineno
    return CheckInfo(identity, function.__name__, title, declared.points, declared.hints, file, line, declared.speed)


def record(run_body: Callable[[Verify, Draw], None], *parts: object, speed: bool = False) -> list[Call]:
    """Run a check's body and return what it asked; one about speed asks about nothing else, and no other one does.

    Raises:
        CatalogueError: it asked nothing, only that something is refused, or about speed where it is not declared.
    """
    draw = Draw(*parts)
    verify = Verify(draw)
    run_body(verify, draw)
    if not verify.calls:
        raise CatalogueError("the check never calls verify, so it would pass for any answer")
    if all(call.kind == "raises" for call in verify.calls):
        raise CatalogueError(
            "the check only asks for an error, so it would pass for whatever always raises; "
            "one right value is required too"
        )
    if any((call.kind == "speed") != speed for call in verify.calls):
        raise CatalogueError(
            "verify.speed stands alone, in a check of its own that is declared so: @check(2, ..., speed=True)"
        )
    return verify.calls
