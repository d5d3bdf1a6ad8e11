"""The commands of exercise authors: generate, validate, new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from torchgrade.authoring import curriculum
from torchgrade.authoring.generate import generate
from torchgrade.authoring.scaffold import begin
from torchgrade.authoring.translate import catalogues, order_problems, problems, update
from torchgrade.authoring.validate import More, Verdict, validate
from torchgrade.course import Course, catalogue, find_course, find_graders, select
from torchgrade.devices import choose_devices
from torchgrade.errors import BadInput
from torchgrade.grading.batch import default_jobs
from torchgrade.results_io import write_text
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


def validate_catalogue(
    names: Sequence[str],
    graders: Path | None,
    jobs: int | None,
    seed: int = PUBLIC_SEED,
    table: Path | None = None,
    more: Sequence[More] = (),
    device: str = "cpu",
) -> int:
    """Prove exercises, say what was found and write it to `table`; 1 if anything was wrong."""
    folder, devices = find_graders(graders), choose_devices(device)
    entries = select(catalogue(folder), names) if names else catalogue(folder)
    misplaced = list(order_problems(folder, entries))
    console = Console(highlight=False, soft_wrap=True)
    verdicts = []
    for verdict in validate(folder.parent, entries, jobs or default_jobs(devices), seed, more, devices):
        verdicts.append(verdict)
        _tell(verdict, console)
    for problem in misplaced:
        console.print(f"✗ {problem}", style="red", markup=False)
    _total(verdicts, console)
    if table is not None:
        write_text(table, curriculum.table(folder, entries, verdicts))
        console.print(f"Table: {table}", markup=False)
    return 1 if misplaced or any(verdict.problems for verdict in verdicts) else 0


def _tell(verdict: Verdict, console: Console) -> None:
    counts = _counted(verdict.counts)
    mark, style = ("✗", "red") if verdict.problems else ("✓", "green")
    word = f"{len(verdict.problems)} problems" if verdict.problems else "proven"
    console.print(f"{mark} {verdict.exercise}: {word} ({verdict.cases} cases; {counts})", style=style, markup=False)
    for note in verdict.notes:
        console.print(f"    note: {note}", markup=False)
    for problem in verdict.problems:
        console.print(f"    {problem}", markup=False)


def _total(verdicts: Sequence[Verdict], console: Console) -> None:
    total = sum((verdict.counts for verdict in verdicts), Counter[str]())
    bad = sum(bool(verdict.problems) for verdict in verdicts)
    console.print(f"{len(verdicts)} exercises: {_counted(total)}; {bad} with problems.", markup=False)
    if total["mutants"]:
        console.print(f"Mutants: {_share(total)}.", markup=False)
    console.print(
        f"Diagnosis: {total['named']} of {total['misconceptions']} misconceptions get their own name, "
        f"{total['taken for another']} another's; {total['honest taken for wrong']} of {total['alternatives']} unusual "
        "right answers get any.",
        markup=False,
    )


def _share(total: Counter[str]) -> str:
    equivalent, survived = total["equivalent"], total["mutants"] - total["killed"] - total["equivalent"]
    return f"{total['killed']} of {total['mutants']} killed, {equivalent} declared equivalent, {survived} survive"


_DIAGNOSIS = ("named", "taken for another", "honest taken for wrong")


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {what}" for what, number in counts.items() if what not in _DIAGNOSIS)


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
