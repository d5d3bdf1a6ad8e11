"""Holding every mutant of a solution against its grader: those that pass every case show a hole in it."""

from __future__ import annotations

from collections.abc import Iterator

from torchgrade.authoring.mutants import Mutant, mutants
from torchgrade.authoring.proofs import Subjects, mark
from torchgrade.submission import Submission


def mutants_are_refused(subjects: Subjects) -> Iterator[str]:
    """Each small change to the solution fails some case, isolated and within limits, or is declared equivalent."""
    declared = subjects.target.exercise.equivalents
    survived: set[str] = set()
    refused: dict[str, str] = {}
    for mutant in mutants(subjects.solution_path.read_text(encoding="utf-8")):
        failure = _failure(subjects, mutant)
        subjects.counts["mutants"] += 1
        subjects.counts["killed"] += bool(failure)
        if failure:
            refused.setdefault(mutant.change, failure)
            continue
        survived.add(mutant.change)
        subjects.counts["equivalent"] += mutant.change in declared
        if mutant.change not in declared:
            yield f"a mutant survives: {subjects.solution_path.name}, {mutant}"
    for change in declared.keys() - survived:
        why = f"is refused: {refused[change]}" if change in refused else "is no mutant of the solution"
        yield f"{change!r} is declared equivalent, but {why}"


def _failure(subjects: Subjects, mutant: Mutant) -> str:
    answer = Submission("mutant", {f"{subjects.stub_path.stem}.py": mutant.source})
    return mark(subjects, answer, isolated=True, until_failure=True).first_failure()
