"""Measures grading against one pytest process a submission, nbgrader and Otter, and what a learner waits for.

    python benchmarks/run.py [--submissions 200,1000] [--processes 5] [--real 20]

nbgrader and Otter are installed once into venvs of their own below build/. CPU seconds are those of the command and of
every process it waited for. On a busy machine the same work takes more of them, for all: so what they are divided by is
measured in the same run. Nothing here is a test: a ratio is something to read, not something to pass.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from saves import copy_of_course, median_wall, save_to_verdict

HERE = Path(__file__).resolve().parent
COURSE = HERE.parent
_SITE = "import sysconfig; print(sysconfig.get_path('purelib'))"
EXERCISES = ("03_activations/softmax", "04_layers/linear", "05_convolution/conv2d")


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds on the clock and of processors, and the largest process's memory in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def measure(command: list[str], cwd: Path) -> Cost:
    """Run a command to its end and say what it and all that it waited for took, and the largest of them in memory."""
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            text = said.read().decode(errors="replace")
            sys.exit(f"{' '.join(command)}\nended with {process.returncode}:\n{text}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


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


def in_a_venv(package: str, script: str, folder: Path, count: int) -> float | None:
    """CPU seconds a submission of another grader in a venv of its own, or None where it cannot be installed."""
    home = COURSE / "build" / "bench" / package
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (home / "installed").exists():
        print(f"installing {package} into a venv of its own ...")
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        done = subprocess.run([str(python), "-m", "pip", "install", "-qq", package, "ipykernel"], check=False)
        site = subprocess.run([str(python), "-c", _SITE], check=True, capture_output=True, text=True).stdout.strip()
        Path(site, "torch_from.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        (home / "installed").touch() if done.returncode == 0 else None
    command = [str(python), str(HERE / script), str(folder), str(count)]
    measured = subprocess.run(command, check=False, capture_output=True, text=True)
    if measured.returncode:
        print(f"{package} is left out: {(measured.stderr.strip() or 'it could not be run').splitlines()[-1]}")
        return None
    return float(measured.stdout.split()[-1])


def comparisons_alone(repeats: int) -> float:
    """CPU seconds of the fifteen comparisons in a warm process, the median of many."""
    code = f"import sys; sys.path.insert(0, {str(HERE)!r}); from alone import main; main({repeats})"
    done = subprocess.run([sys.executable, "-c", code], cwd=COURSE, check=True, capture_output=True, text=True)
    return float(done.stdout)


def private_memory(folder: Path) -> str:
    """What a contestant has to itself, in words; memory.py says how it is measured, and where it is not."""
    if sys.platform != "linux":
        return "unknown, as this is not Linux"
    command = [sys.executable, str(HERE / "memory.py"), str(folder)]
    done = subprocess.run(command, cwd=COURSE, check=True, capture_output=True, text=True)
    pages, tables = map(float, done.stdout.split()[-2:])
    return f"{pages:.1f} MB, and {tables:.1f} MB of page tables"


def grade(folder: Path, out: Path, *options: str) -> Cost:
    """The cost of grading a class, start-up, isolation, results and reports included."""
    command = [sys.executable, "-c", "from torchgrade.cli import main; main()", "grade", str(folder), "--out", str(out)]
    return measure([*command, "--seed", "1", *options], COURSE)


def small_graders(scratch: Path, sizes: list[int], each: float, alone: float) -> None:
    """The fifteen comparisons for classes of several sizes, and the first class with several jobs."""
    runs = [(sizes[0], jobs) for jobs in (1, 2, 4)] + [(size, 2) for size in sizes[1:]]
    for size, jobs in runs:
        folder = build_class(scratch / f"class{size}", size) if not (scratch / f"class{size}").exists() else None
        options = ("--graders", str(HERE / "graders"), "--jobs", str(jobs))
        cost = grade(folder or scratch / f"class{size}", scratch / f"out{size}-{jobs}", *options)
        own = cost.cpu_s / size
        print(
            f"torchgrade grade, {size} submissions, {jobs} jobs: {own * 1e3:.1f} CPU-ms and "
            f"{cost.wall_s / size * 1e3:.1f} ms a submission; {each / own:.0f} times less CPU than one process each, "
            f"{own / alone:.0f} times the comparisons alone; largest process {cost.peak_mb:.0f} MB",
            flush=True,
        )


def real_graders(scratch: Path, size: int) -> None:
    """The course's own graders for a class of right answers."""
    for number in range(size):
        shutil.copytree(COURSE / "solutions", scratch / "real" / f"s{number:05d}")
    cost = grade(scratch / "real", scratch / "out-real")
    each = cost.cpu_s / size
    print(f"the course's own graders, {size} submissions: {each:.2f} CPU-s a submission, {cost.wall_s:.0f} s in all")


def waiting(scratch: Path, repeats: int) -> None:
    """What a learner waits for, as ratios: a save's verdict, a fresh pytest run, and torch's own import."""
    course = copy_of_course(scratch / "course")
    imported = median_wall([sys.executable, "-c", "import torch"], course, repeats)
    fresh = median_wall([sys.executable, "-m", "pytest", "--exercise", "softmax", "-q"], course, repeats)
    saves = save_to_verdict(course, "03_activations/softmax", 4 * repeats)
    print(f"import torch, a fresh process:   {imported:.2f} s (median of {repeats})")
    print(f"pytest --exercise softmax:       {fresh:.2f} s, {fresh / imported:.1f} times an import of torch")
    print(f"watch, from save to verdict:     {saves:.3f} s (median of {4 * repeats}), {fresh / saves:.0f} times faster")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--submissions", default="200,1000,10000", help="sizes of the class")
    parser.add_argument("--processes", type=int, default=5, help="submissions that the others grade")
    parser.add_argument("--real", type=int, default=20, help="submissions for the course's own graders")
    options = parser.parse_args()
    sizes = [int(size) for size in options.submissions.split(",")]
    with tempfile.TemporaryDirectory() as place:
        scratch = Path(place)
        folder = build_class(scratch / f"class{sizes[0]}", sizes[0])
        each = one_process_each(folder, options.processes)
        alone = comparisons_alone(200)
        print(f"one pytest process a submission: {each:.2f} CPU-s each (median of {options.processes})")
        print(f"the 15 comparisons alone, warm:  {alone * 1e3:.1f} CPU-ms")
        print(f"private memory of a contestant:  {private_memory(folder)}", flush=True)
        for what, package in (("nbgrader autograde", "nbgrader"), ("otter run", "otter-grader")):
            script = f"{package.partition('-')[0]}_course.py"
            theirs = in_a_venv(package, script, folder, options.processes)
            if theirs is not None:
                print(f"{what + ':':33}{theirs:.2f} CPU-s each ({options.processes} submissions)", flush=True)
        small_graders(scratch, sizes, each, alone)
        real_graders(scratch, options.real)
        waiting(scratch, options.processes)


if __name__ == "__main__":
    main()
