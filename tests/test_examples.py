"""The example class gets the scores and the reports that its README promises."""

from __future__ import annotations

import ast
import contextlib
import csv
import io
import json
import os
import re
import runpy
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import pytest

from torchgrade.report.words import of_verdict, verdict_of_exercise
from torchgrade.results import Check, Report
from torchgrade.results_io import read

ROOT = Path(__file__).resolve().parents[1]
CLASS = ROOT / "examples" / "class"
NO_FILE, UNTOUCHED = "·", "–"

# Runs a command as the parent of every process that it leaves behind, and writes how it went.
OVERSEER = """
import ctypes, json, os, subprocess, sys, time
PR_SET_CHILD_SUBREAPER = 36
adopts = sys.platform == "linux" and ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
# Not into a pipe: that would be read until the last process that holds it is gone.
with open(sys.argv[1] + ".log", "w+") as log:
    status = subprocess.run(sys.argv[2:], stdout=log, stderr=subprocess.STDOUT).returncode
    log.seek(0)
    output = log.read()
left = False
until = time.monotonic() + 30  # a killed process may take a moment to go; an endless loop never goes
while adopts:
    try:
        left = os.waitpid(-1, os.WNOHANG)[0] == 0
    except ChildProcessError:
        left = False
        break
    if left and time.monotonic() > until:
        break
    time.sleep(0.05 * left)
with open(sys.argv[1], "w") as stream:
    json.dump({"status": status, "output": output, "left": left}, stream)
"""


def tables(text: str) -> list[list[dict[str, str]]]:
    """The tables of a Markdown text, each a list of rows by heading."""
    found = []
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        heading, _, *rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in block.splitlines()]
        found.append([dict(zip(heading, row, strict=True)) for row in rows])
    return found


SCORES, SAYINGS = tables((CLASS / "README.md").read_text(encoding="utf-8"))
EXERCISES = [name for name in SCORES[0] if name not in ("submission", "total", "who")]
NAMES = [row["submission"] for row in SCORES]


def listing(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file below a folder, with its time and content."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass(frozen=True)
class Graded:
    """One run of `torchgrade grade` on the class: how it ended, what it wrote, and the class before and after."""

    out: Path
    status: int
    output: str
    left: bool
    before: dict[str, tuple[int, str]]
    after: dict[str, tuple[int, str]]

    @cached_property
    def reports(self) -> dict[str, Report]:
        return {path.stem: read(path) for path in sorted((self.out / "results").iterdir())}

    def checks(self, name: str) -> dict[str, tuple[Check, ...]]:
        """A submission's checks by the short name of their exercise."""
        return {exercise.rpartition("/")[2]: checks for exercise, checks in self.reports[name].exercises().items()}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    folder = tmp_path_factory.mktemp("examples")
    start = "from torchgrade.cli import main; main()"
    arguments = [
        "grade",
        str(CLASS),
        "--out",
        str(folder / "out"),
        "--time-limit",
        "2",
        "--seed",
        "1",
        "--exercises",
        ",".join(EXERCISES),
    ]
    command = [sys.executable, "-c", start, *arguments]
    before = listing(CLASS)
    subprocess.run(
        [sys.executable, "-c", OVERSEER, str(folder / "end.json"), *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
        check=True,
    )
    end = json.loads((folder / "end.json").read_text(encoding="utf-8"))
    return Graded(folder / "out", end["status"], end["output"], end["left"], before, listing(CLASS))


def test_the_run_succeeds_whatever_the_submissions_do(graded: Graded) -> None:
    assert graded.status == 0, graded.output
    assert {report.status for report in graded.reports.values()} == {"graded"}, graded.output


def test_every_submission_is_graded_and_the_readme_is_none(graded: Graded) -> None:
    assert list(graded.reports) == NAMES


def test_every_exercise_has_its_column(graded: Graded) -> None:
    assert set(graded.checks(NAMES[0])) == set(EXERCISES)


@pytest.mark.parametrize("row", SCORES, ids=NAMES)
def test_scores(graded: Graded, row: dict[str, str]) -> None:
    shown = {name: cell(checks) for name, checks in graded.checks(row["submission"]).items()}

    assert shown == {name: row[name] for name in EXERCISES}
    assert f"{graded.reports[row['submission']].score:g}" == row["total"]


def cell(checks: tuple[Check, ...]) -> str:
    """An exercise as the table shows it: its points, or why there are none to give."""
    if all(check.verdict == "missing" and "no file" in check.message for check in checks):
        return NO_FILE
    if all(check.verdict == "not_started" for check in checks):
        return UNTOUCHED
    return f"{sum(check.points for check in checks):g}"


@pytest.mark.parametrize("name", NAMES)
def test_what_the_report_says(graded: Graded, name: str) -> None:
    said = set()
    for exercise, checks in graded.checks(name).items():
        if cell(checks) in (NO_FILE, UNTOUCHED) or all(check.verdict == "passed" for check in checks):
            continue
        word = of_verdict(verdict_of_exercise(checks)).word
        ideas = {check.misconception for check in checks if check.misconception}
        said |= {(exercise, word, idea) for idea in ideas or {""}}

    rows = [row for row in SAYINGS if row["submission"] == name]
    assert said == {(row["exercise"], row["verdict"], row["looks like"]) for row in rows}


def test_the_table_of_grades_agrees(graded: Graded) -> None:
    with open(graded.out / "grades.csv", encoding="utf-8", newline="") as stream:
        totals = {row["submission"]: row["score"] for row in csv.DictReader(stream)}

    assert totals == {row["submission"]: row["total"] for row in SCORES}


def test_forged_results_change_nothing(graded: Graded) -> None:
    claims = [read(CLASS / "s17" / place).score for place in ("results.json", "results/s17.json")]

    assert claims == [110, 110]
    assert graded.reports["s17"].score == 0
    written = {path.name for path in graded.out.rglob("*") if path.is_file() and not path.name.startswith(".")}
    pages = {f"{name}{ending}" for name in NAMES for ending in (".json", ".html")}
    assert written == pages | {"index.html", "grades.csv"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans to a chosen ancestor")
def test_no_process_is_left_running(graded: Graded) -> None:
    assert not graded.left


def test_the_class_is_as_it_was(graded: Graded) -> None:
    assert graded.after == graded.before


def test_flooding_the_output_costs_nothing_and_fills_no_disk(graded: Graded) -> None:
    loop = ast.parse((CLASS / "s18" / "softmax.py").read_text(encoding="utf-8")).body[-1]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module([loop], []), "the loop that prints", "exec"), {})

    assert len(printed.getvalue()) > 10 * 2**20
    assert (graded.out / "results" / "s18.json").stat().st_size < 2**20


def test_the_zip_is_what_packing_its_files_gives() -> None:
    script = runpy.run_path(str(ROOT / "examples" / "pack.py"))

    assert script["pack"](script["SOURCE"]) == script["TARGET"].read_bytes()
