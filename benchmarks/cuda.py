"""Measures a class on one GPU, and with --all runs every check of docs/cuda.md and prints the table to put there.

    python benchmarks/cuda.py [--submissions 200] [--processes 3] [--jobs 1,2]
    python benchmarks/cuda.py --all
    python benchmarks/cuda.py --steps solutions,speed

Needs a GPU, and says so where there is none; --device cpu tries all of it there. The fifteen comparisons of a
submission are those of run.py, here on the GPU.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cuda_checks as checks
from cuda_accidents import accidents
from cuda_checks import Check
from run import COURSE, HERE, build_class, grade, measure

NO_GPU = "no GPU: not run. Nothing was measured; torch finds no CUDA device here."
CONTEXT = """
import time, torch
start = time.perf_counter()
torch.ones(8, device="{device}").sum().item()
print(time.perf_counter() - start)
"""


def context_s(repeats: int, device: str) -> float:
    """Seconds that a new process needs to make its CUDA context, torch imported already; the median."""
    code = CONTEXT.format(device=device)
    runs = [subprocess.run([sys.executable, "-c", code], check=True, capture_output=True) for _ in range(repeats)]
    return statistics.median(float(run.stdout) for run in runs)


def one_process_each(folder: Path, repeats: int, device: str) -> float:
    """Seconds of a pytest process that grades one submission on the GPU; the median."""
    names = sorted(folder.iterdir())[:repeats]
    command = [sys.executable, "-m", "pytest", "-q", "--device", device, "--graders", str(HERE / "graders")]
    return statistics.median(
        measure([*command, f"--submission={home}", str(HERE / "graders")], COURSE).wall_s for home in names
    )


def throughput(submissions: int, processes: int, jobs: Sequence[str]) -> Callable[[str, Path], str]:
    """A step that measures a class of so many submissions."""

    def run(device: str, place: Path) -> str:
        folder = build_class(place / f"class{submissions}", submissions)
        context, each = context_s(processes, device), one_process_each(folder, processes, device)
        said = [f"a context {context:.2f} s; one pytest process a submission {60 / each:.1f} a minute"]
        for many in jobs:
            grading = ("--graders", str(HERE / "graders"), "--device", device, "--jobs", many)
            wall = grade(folder, place / f"out{many}", *grading).wall_s / submissions
            share = (
                f"{60 / wall:.1f} a minute, {each / wall:.1f} times as many, context {context / int(many) / wall:.0%}"
            )
            said.append(f"{many} jobs {share}")
        return "; ".join(said)

    return run


def all_checks(class_of: Callable[[str, Path], str]) -> dict[str, Check]:
    """Every step by its name, in the order of docs/cuda.md."""
    solutions = "pytest --submission solutions --device cuda"
    grading = "torchgrade grade examples/class --device cpu,cuda --time-limit 2"
    speed = f"pytest --submission solutions --device cuda --speed --exercise {checks.SPEEDY}"
    return {
        "versions": Check("nvidia-smi", "GPU, driver, versions", checks.versions),
        "solutions": Check(solutions, "full marks", checks.solutions),
        "speed": Check(speed, "full marks; the ratios to torch's own", checks.speed),
        "accidents": Check("--steps accidents", "each named, all behind them with full marks", accidents),
        "class": Check(grading, "the scores of the CPU", checks.example_class),
        "attacks": Check("torchgrade doctor --attacks", "every attack stopped", checks.attacks),
        "bench": Check("make bench-cuda", "submissions a minute", class_of),
        "validate": Check("torchgrade validate --device cpu,cuda", "every exercise proven", checks.validate),
        "seeds": Check(f"{solutions} --seed 1 to 10", "full marks each time", checks.seeds),
    }


def outcome(step: Check, device: str, place: Path) -> str:
    """What a step saw; one that fails leaves the others to be run, for a GPU may be lent for an hour."""
    try:
        return step.run(device, place)
    except Exception as error:
        return f"did not run: {type(error).__name__}: {error}"


def table(steps: dict[str, Check], device: str) -> None:
    """Run steps one after the other and print each row as it is known: what runs longest comes last."""
    print("| step | command | expected | seen | took |\n| --- | --- | --- | --- | --- |", flush=True)
    with tempfile.TemporaryDirectory() as place:
        for name, step in steps.items():
            start = time.perf_counter()
            seen = outcome(step, device, Path(place)).replace("|", "/")
            took = time.perf_counter() - start
            print(f"| {name} | `{step.command}` | {step.expected} | {seen} | {took:.0f} s |", flush=True)


def main() -> None:
    """Measure and print."""
    import torch

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--submissions", type=int, default=200, help="size of the class")
    parser.add_argument("--processes", type=int, default=3, help="submissions graded in one process each")
    parser.add_argument("--jobs", default="1,2", help="submissions side by side on the GPU")
    parser.add_argument("--all", action="store_true", help="run every check of docs/cuda.md")
    parser.add_argument("--steps", default="versions,bench", help="run these checks alone")
    parser.add_argument("--device", default="cuda", help="cpu tries the steps where no GPU is")
    options = parser.parse_args()
    steps = all_checks(throughput(options.submissions, options.processes, options.jobs.split(",")))
    chosen = list(steps) if options.all else options.steps.split(",")
    if unknown := set(chosen) - set(steps):
        sys.exit(f"--steps {options.steps}: no step {', '.join(sorted(unknown))}. There are {', '.join(steps)}.")
    if options.device == "cuda" and not torch.cuda.is_available():
        sys.exit(NO_GPU)
    table({name: steps[name] for name in chosen}, options.device)


if __name__ == "__main__":
    main()
