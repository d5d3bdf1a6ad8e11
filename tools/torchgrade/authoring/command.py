"""The commands of exercise authors: generate, validate, new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from torchgrade.authoring.generate import generate
from torchgrade.authoring.scaffold import begin
from torchgrade.authoring.translate import catalogues, problems, update
from torchgrade.authoring.validate import Verdict, validate
from torchgrade.course import Course, catalogue, find_course, find_graders, select
from torchgrade.errors import BadInput
from torchgrade.grading.batch import default_jobs
from torchgrade.run_options import PUBLIC_SEED


def _course() -> Course:
    course = find_course()
    if course is None:
        raise BadInput("no course here: no folder upwards has a pyproject.toml with a [tool.torchgrade] table.")
    return course


def generate_stubs(force: bool) -> None:
    """Write the stubs and say what was done."""
    done = generate(_course().root, force)
    print(f"{len(done.written)} stubs written, {len(done.unchanged)} unchanged.")
    for path in done.kept:
        print(f"left alone, since it was edited: exercises/{path} (--force replaces it and keeps a backup)")
    for path in done.backups:
        print(f"backup: {path}")


def validate_catalogue(names: Sequence[str], graders: Path | None, jobs: int | None, seed: int = PUBLIC_SEED) -> int:
    """Prove exercises and say what was found; 1 if anything was."""
    folder = find_graders(graders)
    entries = select(catalogue(folder), names) if names else catalogue(folder)
    console = Console(highlight=False, soft_wrap=True)
    verdicts = []
    for verdict in validate(folder.parent, entries, jobs or default_jobs(), seed):
        verdicts.append(verdict)
        _tell(verdict, console)
    _total(verdicts, console)
    return 1 if any(verdict.problems for verdict in verdicts) else 0


def _tell(verdict: Verdict, console: Console) -> None:
    counts = ", ".join(f"{number} {what}" for what, number in verdict.counts.items())
    mark, style = ("✗", "red") if verdict.problems else ("✓", "green")
    word = f"{len(verdict.problems)} problems" if verdict.problems else "proven"
    console.print(f"{mark} {verdict.exercise}: {word} ({verdict.cases} cases; {counts})", style=style, markup=False)
    for note in verdict.notes:
        console.print(f"    note: {note}", markup=False)
    for problem in verdict.problems:
        console.print(f"    {problem}", markup=False)


def _total(verdicts: Sequence[Verdict], console: Console) -> None:
    total = sum((verdict.counts for verdict in verdicts), Counter[str]())
    parts = ", ".join(f"{number} {what}" for what, number in total.items())
    bad = sum(bool(verdict.problems) for verdict in verdicts)
    console.print(f"{len(verdicts)} exercises: {parts}; {bad} with problems.", markup=False)


def begin_exercise(unit: str, name: str) -> None:
    """Write the two files and say what to do with them."""
    solution, grader = begin(_course().root, unit, name)
    print(f"Fill in {solution}")
    print(f"and     {grader},")
    print(f"then: torchgrade generate && torchgrade validate --exercises {name}")


def translate_catalogue(names: Sequence[str], graders: Path | None, locale: str, check: bool) -> int:
    """Update the PO files of exercises, unless `check`, and list what they lack; 1 if anything is missing."""
    folder = find_graders(graders)
    entries = select(catalogue(folder), names) if names else catalogue(folder)
    found = list(catalogues(folder.parent, folder, entries, locale))
    changed = 0 if check else sum(update(item, locale) for item in found)
    missing = [problem for item in found for problem in problems(item)]
    for problem in missing:
        print(problem)
    print(f"{len(found)} catalogues, {changed} written; {len(missing)} problems.")
    return 1 if missing else 0
