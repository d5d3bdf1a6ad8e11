"""What rendering a large class costs: memory and time of `torchgrade report`, and how fast its pages open in Chromium.

    python benchmarks/large_class.py                          # 2,000 submissions of 90 exercises
    python benchmarks/large_class.py --submissions 200 --keep build/large
    python benchmarks/large_class.py --index-only             # the class's page alone, without a page a submission

The results are made up from a seed: five checks an exercise, most passed, some failed with messages and heatmaps, wrong
ideas, curves, flags and equal answers. Peak memory is that of a process of its own which renders and does nothing else,
and of the largest of those that it starts (`--jobs`).
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from torchgrade.report.cohort import Gathering
from torchgrade.report.html import render_cohort_page
from torchgrade.results import Check, Environment, Evidence, Report, Sample, Series, Timing
from torchgrade.results_io import to_json, write_text

RENDER = """
import resource, sys, time
from pathlib import Path
from torchgrade.classroom.rendering import render_folder
start = time.perf_counter()
render_folder(Path(sys.argv[1]), Path(sys.argv[2]), jobs=int(sys.argv[3]))
passed = time.perf_counter() - start
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(passed, *(value for one in used for value in (one.ru_utime + one.ru_stime, one.ru_maxrss / 1024)))
"""
# Read, scripts run, and laid out as high as it is: what stands between a click and the page.
OPEN = (
    "<script>addEventListener('load', () => { const told = document.createElement('p'); told.id = 'told';"
    "told.textContent = document.body.offsetHeight > 0 ? performance.now() : 'nothing'; document.body.append(told); })"
    "</script>"
)
NAMES = ("values", "gradient", "edges", "options", "contract")
TITLES = tuple(f"does what torch does as to its {name}" for name in NAMES)


def main() -> None:
    """Make the class, render it, open its largest pages, and print what that took."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--submissions", type=int, default=2_000)
    options.add_argument("--exercises", type=int, default=90)
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes that render")
    options.add_argument("--keep", type=Path, help="write here, and leave it there")
    options.add_argument(
        "--index-only", action="store_true", help="gather the class, and write no page of a submission"
    )
    asked = options.parse_args()
    root = asked.keep or Path(tempfile.mkdtemp(prefix="large-class-"))
    try:
        if asked.index_only:
            _measure_index(root, asked.submissions, asked.exercises)
        else:
            _measure(root, asked.submissions, asked.exercises, asked.jobs)
    finally:
        if not asked.keep:
            shutil.rmtree(root)


def _measure(root: Path, submissions: int, exercises: int, jobs: int) -> None:
    (root / "results").mkdir(parents=True, exist_ok=True)
    for report in _class(submissions, exercises):
        (root / "results" / f"{report.submission}.json").write_text(to_json(report), encoding="utf-8")
    print(f"results of {submissions} x {exercises}: {_megabytes(root / 'results'):.0f} MB")
    command = [sys.executable, "-c", RENDER, str(root), str(root / "site"), str(jobs)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    passed, own, own_peak, others, peak = map(float, told)
    each = 1000 * (own + others) / submissions
    print(f"rendered by {jobs} in {passed:.0f} s, {own + others:.0f} s of computing ({each:.0f} ms a submission)")
    print(f"peak {own_peak:.0f} MB" + (f", and at most {peak:.0f} MB in each that renders" if peak else ""))
    pages = sorted((root / "site" / "submissions").iterdir(), key=lambda page: page.stat().st_size)
    for page in (root / "site" / "index.html", pages[-1], pages[len(pages) // 2]):
        print(f"{page.relative_to(root)}: {page.stat().st_size / 1e6:.1f} MB, opens in {_opening(page)}")


def _measure_index(root: Path, submissions: int, exercises: int) -> None:
    before, start = _peak(), time.process_time()
    gathering = Gathering()
    for report in _class(submissions, exercises):
        gathering.add(report, f"submissions/{report.submission}.html")
    write_text(root / "index.html", render_cohort_page(gathering.cohort()))
    print(
        f"gathered {submissions} x {exercises}, with making them, in {time.process_time() - start:.0f} s of computing"
    )
    print(f"peak {_peak():.0f} MB, {_peak() - before:.0f} MB more than before")
    page = root / "index.html"
    print(f"{page.name}: {page.stat().st_size / 1e6:.1f} MB, opens in {_opening(page)}")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _class(submissions: int, exercises: int) -> Iterator[Report]:
    for number in range(submissions):
        draw = random.Random(number)
        skill = draw.random()
        names = [f"{exercise // 8:02d}_unit/exercise_{exercise:02d}" for exercise in range(exercises)]
        checks = tuple(check for name in names for check in _exercise(name, skill, draw))
        yield Report(
            f"s{number:04d}",
            checks,
            assignment="All exercises",
            flags=("exercise_01: forbidden operation: torch.softmax (exercise_01.py, line 7)",)
            * (draw.random() < 0.03),
            environment=Environment("3.11.2", "2.13.0", "cpu", 1, 7, ("process_group", "rlimits", "seccomp")),
            fingerprints={check.exercise: f"{draw.randrange(5000):016x}" for check in checks[:5]},
            timing=Timing("2025-03-03T10:22:41+00:00", round(draw.uniform(1, 4), 2)),
        )


def _exercise(name: str, skill: float, draw: random.Random) -> Iterator[Check]:
    """An exercise that was solved, tried or, more often than wrong, not begun."""
    if draw.random() > skill and draw.random() < 0.6:
        for place in range(5):
            yield Check(name, f"{name}::test_{NAMES[place]}", TITLES[place], 0, 2, "not_started")
        return
    for place in range(5):
        yield _check(name, place, draw.random() < skill, draw)


def _check(exercise: str, place: int, right: bool, draw: random.Random) -> Check:
    name = f"test_{NAMES[place]}"
    if right:
        return Check(
            exercise, f"{exercise}::{name}", TITLES[place], 2, 2, "passed", evidence=Evidence(4), duration_s=0.01
        )
    curve = Series("result", "curve", _numbers(40, draw), _numbers(40, draw))
    return Check(
        exercise,
        f"{exercise}::{name}",
        TITLES[place],
        0,
        2,
        "failed",
        message="result: 12 of 24 entries differ; expected 0.2, got 0.6 at [0, 4] (off by 0.4).",
        hint="In which direction should the numbers add up to 1?",
        misconception=f"the idea number {draw.randrange(3)} about `{name}`" if draw.random() < 0.3 else None,
        evidence=Evidence(
            4,
            2,
            "(4, 6)-1",
            0.4,
            2.0,
            (0, 4),
            1e-5,
            _sample(8, draw) if draw.random() < 0.5 else None,
            (),
            (curve,) if place == 0 and draw.random() < 0.05 else (),
        ),
        duration_s=0.01,
        file=f"graders/{exercise}.py",
    )


def _sample(side: int, draw: random.Random) -> Sample:
    expected, yours = ([_numbers(side, draw) for _ in range(side)] for _ in range(2))
    error = [[abs(a - b) for a, b in zip(*rows, strict=True)] for rows in zip(expected, yours, strict=True)]
    return Sample((side, side), "[:, :]", expected, yours, error)  # type: ignore[arg-type]


def _numbers(length: int, draw: random.Random) -> list[float]:
    return [round(draw.gauss(0, 1), 6) for _ in range(length)]


def _opening(page: Path) -> str:
    """How long after the start of loading the page has been drawn, in the middle of five runs."""
    chromium = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if chromium is None:
        return "unknown: no Chromium here"
    text = page.read_text(encoding="utf-8")
    start, end = text.index("<meta http-equiv"), text.index('<meta name="color-scheme"')
    copy = page.with_name("measured.html")
    copy.write_text((text[:start] + text[end:]).replace("</body>", f"{OPEN}</body>"), encoding="utf-8")
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", copy.as_uri()]
    times = []
    for _ in range(5):
        dom = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False).stdout
        times.append(float(dom.rpartition('<p id="told">')[2].partition("<")[0]))
    copy.unlink()
    return f"{sorted(times)[2] / 1000:.2f} s"


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


if __name__ == "__main__":
    main()
