"""What an exercise must show before it may be handed out: each proof yields the problems that it finds."""

from __future__ import annotations

import doctest
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from torchgrade.authoring.cheats import cheats, unreal
from torchgrade.authoring.filters import weak_cases
from torchgrade.authoring.stub import has_own_stub
from torchgrade.authoring.subjects import TRIVIAL, TrivialAnswer, TrustedAnswer
from torchgrade.examiner import Examiner, Loadable
from torchgrade.exercise import Misconception
from torchgrade.isolation.launch import Launcher
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.loading import load
from torchgrade.isolation.remote import Room
from torchgrade.outcomes import CaseResult
from torchgrade.recorded import RecordedCase, Target
from torchgrade.submission import Submission, read_submission

POINTS = 10
ALTERNATIVES = 2


@dataclass
class Subjects:
    """Everything about one exercise that the proofs look at."""

    target: Target
    cases: list[RecordedCase]
    with_another_seed: list[RecordedCase]
    course: Path
    stub: str
    stub_path: Path
    launcher: Launcher
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def solution_path(self) -> Path:
        """The solution's file."""
        return self.course / "solutions" / f"{self.target.id}.py"

    @property
    def alternatives(self) -> list[Path]:
        """Honest other answers."""
        return sorted((self.course / "tests" / "alternatives" / self.target.id).glob("*.py"))


@dataclass(frozen=True)
class Marked:
    """What a subject got: the results of each check's cases, in order."""

    results: dict[str, list[CaseResult]]
    examiner: Examiner

    def passed(self) -> list[str]:
        """The checks whose every case passed."""
        return [name for name, found in self.results.items() if all(item.verdict == "passed" for item in found)]

    def first_failure(self) -> str:
        """A sentence on the first case that did not pass."""
        for name, found in self.results.items():
            for item in found:
                if item.verdict != "passed":
                    return f"{name.partition('::')[2]}, case {item.case}: {item.verdict}: {item.message}"
        return ""


def mark(
    subjects: Subjects, answer: Loadable | Submission, isolated: bool = False, until_failure: bool = False
) -> Marked:
    """Play every case against an answer, or only those up to the first that does not pass."""
    room = Room(subjects.launcher, Limits().on([case.device for case in subjects.cases])) if isolated else None
    submission = answer if isinstance(answer, Submission) else Submission("subject", {})
    examiner = Examiner(submission, [subjects.target.id.rpartition("/")[2]], room)
    if not isinstance(answer, Submission):
        examiner.give(subjects.target, answer)
    results: dict[str, list[CaseResult]] = {}
    for case in subjects.cases:
        results.setdefault(case.check.id, []).append(examiner.play(case).result)
        if until_failure and results[case.check.id][-1].verdict != "passed":
            break
    if room is not None:
        room.leave()
    return Marked(results, examiner)


def _both_modes(subjects: Subjects, answer: Submission) -> Iterator[tuple[str, Marked]]:
    yield "in process", mark(subjects, answer)
    yield "isolated", mark(subjects, answer, isolated=True)


def _file(name: str, path: Path, text: str) -> Submission:
    return Submission(name, {f"{path.stem}.py": text})


def well_declared(subjects: Subjects) -> Iterator[str]:
    """Points sum to 10, and the reference does what is asked; `@check` itself refuses what is incomplete."""
    checks = {case.check.id: case.check for case in subjects.cases}
    total = sum(check.points for check in checks.values())
    if total != POINTS:
        yield f"points sum to {total:g}, not {POINTS}"
    for case in subjects.cases:
        if fault := case.find_fault():
            yield f"{case.check.name}, case {case.id}: {fault}"


def cases_are_strong(subjects: Subjects) -> Iterator[str]:
    """The cases can tell right from wrong: no tiny answers, none that a table could hold, no input without effect."""
    yield from weak_cases(subjects.cases, subjects.with_another_seed)


def stub_is_unsolved(subjects: Subjects) -> Iterator[str]:
    """No check of the stub is started; of one with text of its own (### STUB) the bug is named. In both modes."""
    stub = _file("stub", subjects.stub_path, subjects.stub)
    unlike = _not_a_named_bug if has_own_stub(subjects.solution_path.read_text(encoding="utf-8")) else _not_untouched
    for mode, marked in _both_modes(subjects, stub):
        subjects.counts["stubs"] += mode == "isolated"
        yield from (f"the stub {problem} ({mode})" for problem in unlike(marked))


def _not_untouched(marked: Marked) -> Iterator[str]:
    for name, found in marked.results.items():
        if any(item.verdict != "not_started" for item in found):
            yield f"is not untouched: {name.partition('::')[2]} is {found[0].verdict}"


def _not_a_named_bug(marked: Marked) -> Iterator[str]:
    for name, found in marked.results.items():
        if any(item.verdict == "not_started" for item in found):
            yield f"shows a program, but {name.partition('::')[2]} is not started"
    if len(marked.passed()) == len(marked.results):
        yield "has full marks"
    elif not _names(marked):
        yield f"is refused, but no misconception is named for its bug: {marked.first_failure()}"


def solution_passes(subjects: Subjects) -> Iterator[str]:
    """The solution has full marks and no flag in both modes, and its examples are true."""
    text = subjects.solution_path.read_text(encoding="utf-8")
    for mode, marked in _both_modes(subjects, _file("solution", subjects.solution_path, text)):
        subjects.counts["solutions"] += mode == "isolated"
        yield from _not_full(marked, f"the solution ({mode})")
    yield from _examples(text, subjects.solution_path)


def _not_full(marked: Marked, who: str) -> Iterator[str]:
    failure = marked.first_failure()
    if failure:
        yield f"{who} has not full marks: {failure}"
    flags = [flag for found in marked.results.values() for item in found for flag in item.flags]
    if flags:
        yield f"{who} is flagged: {flags[0]}"


def _examples(text: str, path: Path) -> Iterator[str]:
    module, finder = load({path.name: text}, path.name)
    try:
        runner = doctest.DocTestRunner(verbose=False)
        tests = [test for test in doctest.DocTestFinder(exclude_empty=True).find(module, path.stem) if test.examples]
        if not tests:
            yield "no docstring has an example"
        for test in tests:
            failed = runner.run(test, out=lambda line: None).failed
            if failed:
                yield f"the example in {test.name} is not true"
    finally:
        finder.close()


def alternatives_pass(subjects: Subjects) -> Iterator[str]:
    """At least two honest other ways have full marks and no flag, in both modes."""
    if len(subjects.alternatives) < ALTERNATIVES:
        yield f"has {len(subjects.alternatives)} honest alternatives in tests/alternatives, not {ALTERNATIVES} or more"
    for path in subjects.alternatives:
        read = read_submission(path)
        answer = _file(path.stem, subjects.stub_path, read.files[path.name])
        for mode, marked in _both_modes(subjects, answer):
            subjects.counts["alternatives"] += mode == "isolated"
            yield from _not_full(marked, f"{path.name} ({mode})")
            taken = list(_names(marked).values())
            subjects.counts["honest taken for wrong"] += mode == "isolated" and bool(taken)
            yield from (f"{path.name} is taken for {name!r}" for name in taken)


def misconceptions_are_named(subjects: Subjects) -> Iterator[str]:
    """Every misconception is refused, named on some check and on no check taken for another."""
    ideas = subjects.target.exercise.misconceptions
    if not ideas:
        yield "declares no misconception"
    for idea in ideas:
        subjects.counts["misconceptions"] += 1
        marked = mark(subjects, TrustedAnswer(idea.subject, subjects.target.probe))
        named = set(_names(marked).values())
        subjects.counts["named"] += idea.sentence in named
        subjects.counts["taken for another"] += bool(named - {idea.sentence})
        yield from _about(idea, marked)


def _about(idea: Misconception, marked: Marked) -> Iterator[str]:
    named = _names(marked)
    if len(marked.passed()) == len(marked.results):
        yield f"the misconception {idea.name} has full marks"
    elif idea.sentence not in named.values():
        yield f"the misconception {idea.name} is refused but never named ({marked.first_failure()})"
    for check, sentence in named.items():
        if sentence != idea.sentence:
            yield f"the misconception {idea.name} is taken for {sentence!r} on {check.partition('::')[2]}"


def _names(marked: Marked) -> dict[str, str]:
    found = {check: marked.examiner.name(check) for check in marked.results}
    return {check: idea.sentence for check, idea in found.items() if idea}


def trivial_answers_score_nothing(subjects: Subjects) -> Iterator[str]:
    """NaN, zeros, a constant, the input, (), None and exceptions pass no check at all."""
    for what, change in TRIVIAL.items():
        subjects.counts["trivial"] += 1
        for check in mark(subjects, TrivialAnswer(change, subjects.cases)).passed():
            yield f"{what} passes {check.partition('::')[2]}"


def forbidden_is_refused(subjects: Subjects) -> Iterator[str]:
    """Every forbidden name is real, and calling the forbidden thing earns nothing, however it is reached."""
    for pattern in subjects.target.exercise.forbidden:
        if unreal(pattern):
            yield f"forbids {pattern!r}, which torch does not have"
    tried = list(cheats(subjects.target))
    # of a whole module nothing in particular is the answer: such a one is proven in tests/forbidden/disguises
    if not tried and not all(pattern in sys.modules for pattern in subjects.target.exercise.forbidden):
        yield "forbids something, but no way of calling it could be tried"
    for how, source in tried:
        marked = mark(subjects, _file("cheat", subjects.stub_path, source))
        subjects.counts["cheats"] += 1
        for check in marked.passed():
            yield f"the forbidden thing {how} passes {check.partition('::')[2]}"
        if not any(item.kind == "forbidden" for found in marked.results.values() for item in found):
            yield f"the forbidden thing {how} is not recognised ({marked.first_failure()})"


PROOFS: Sequence[Callable[[Subjects], Iterator[str]]] = (
    cases_are_strong,
    stub_is_unsolved,
    solution_passes,
    alternatives_pass,
    misconceptions_are_named,
    trivial_answers_score_nothing,
    forbidden_is_refused,
)
