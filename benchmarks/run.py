"""Measures grading against one pytest process a submission, side by side in one run, as ratios.

    python benchmarks/run.py [--submissions 200] [--processes 5]

CPU seconds are those of the command and of every process it waited for. Nothing here is a test: a ratio is
something to read, not something to pass.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
COURSE = HERE.parent
EXERCISES = ("03_activations/softmax", "04_layers/linear", "05_convolution/conv2d")


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds on the clock and of processors, and the largest process's memory in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def measure(command: list[str], cwd: Path) -> Cost:
    """Run a command to its end and say what it took."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=cwd, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, after.ru_maxrss / 1024)


def build_class(folder: Path, count: int) -> Path:
    """A class of right answers, each a little different so that no two hash alike."""
    for number in range(count):
        home = folder / f"s{number:05d}"
        home.mkdir(parents=True)
        for exercise in EXERCISES:
            text = (COURSE / "solutions" / f"{exercise}.py").read_text(encoding="utf-8")
            (home / f"{Path(exercise).name}.py").write_text(f"{text}\n# {number}\n", encoding="utf-8")
    return folder


def one_process_each(folder: Path, count: int) -> float:
    """Median CPU seconds of `pytest` on one submission."""
    costs = []
    for home in sorted(folder.iterdir())[:count]:
        shutil.copy(HERE / "plain_tests.py", home / "test_plain.py")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "test_plain.py"]
        costs.append(measure(command, home))
        (home / "test_plain.py").unlink()
    return statistics.median(cost.cpu_s for cost in costs)


def comparisons_alone(repeats: int) -> float:
    """CPU seconds of the fifteen comparisons in a warm process, the median of many."""
    code = f"import sys; sys.path.insert(0, {str(HERE)!r}); from alone import main; main({repeats})"
    done = subprocess.run([sys.executable, "-c", code], cwd=COURSE, check=True, capture_output=True, text=True)
    return float(done.stdout)


def grade(folder: Path, out: Path, jobs: int) -> Cost:
    """The cost of grading a class, start-up, isolation, results and reports included."""
    command = [sys.executable, "-c", "from torchgrade.cli import main; main()", "grade", str(folder), "--out", str(out)]
    return measure([*command, "--graders", str(HERE / "graders"), "--seed", "1", "--jobs", str(jobs)], COURSE)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--processes", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = build_class(Path(scratch, "class"), options.submissions)
        each = one_process_each(folder, options.processes)
        alone = comparisons_alone(200)
        print(f"one pytest process a submission: {each:.2f} CPU-s each (median of {options.processes})")
        print(f"the 15 comparisons alone, warm:  {alone * 1e3:.1f} CPU-ms")
        for jobs in (1, 2, 4):
            cost = grade(folder, Path(scratch, f"out{jobs}"), jobs)
            print(line(cost, jobs, options.submissions, each, alone))


def line(cost: Cost, jobs: int, submissions: int, each: float, alone: float) -> str:
    """What a run cost a submission, and its two ratios."""
    own = cost.cpu_s / submissions
    return (
        f"torchgrade grade, {jobs} jobs: {own * 1e3:.1f} CPU-ms a submission, {submissions / cost.wall_s:.1f} "
        f"submissions/s; {each / own:.0f} times less CPU than one process each, {own / alone:.1f} times the "
        f"comparisons alone; largest process {cost.peak_mb:.0f} MB"
    )


if __name__ == "__main__":
    main()
