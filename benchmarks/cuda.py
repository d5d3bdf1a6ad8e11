"""Measures a class on one GPU: submissions a minute, the share of the CUDA context, and one process a submission.

    python benchmarks/cuda.py [--submissions 200] [--processes 3] [--jobs 1,2]

Needs a GPU, and says so where there is none. The fifteen comparisons are those of run.py, here on the GPU.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from run import COURSE, HERE, build_class, grade, measure

NO_GPU = "make bench-cuda needs a GPU that torch can use, and finds none here. Nothing was measured."
CONTEXT = """
import time, torch
start = time.perf_counter()
torch.ones(8, device="cuda").sum().item()
print(time.perf_counter() - start)
"""


def context_s(repeats: int) -> float:
    """Seconds that a new process needs to make its CUDA context, torch imported already; the median."""
    runs = [subprocess.run([sys.executable, "-c", CONTEXT], check=True, capture_output=True) for _ in range(repeats)]
    return statistics.median(float(run.stdout) for run in runs)


def one_process_each(folder: Path, repeats: int) -> float:
    """Seconds of a pytest process that grades one submission on the GPU; the median."""
    names = sorted(folder.iterdir())[:repeats]
    command = [sys.executable, "-m", "pytest", "-q", "--device", "cuda", "--graders", str(HERE / "graders")]
    return statistics.median(
        measure([*command, f"--submission={home}", str(HERE / "graders")], COURSE).wall_s for home in names
    )


def main() -> None:
    """Measure and print."""
    import torch

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--submissions", type=int, default=200, help="size of the class")
    parser.add_argument("--processes", type=int, default=3, help="submissions graded in one process each")
    parser.add_argument("--jobs", default="1,2", help="submissions side by side on the GPU")
    options = parser.parse_args()
    if not torch.cuda.is_available():
        sys.exit(NO_GPU)
    print(f"{torch.cuda.get_device_name()}, torch {torch.__version__}, {time.strftime('%Y-%m-%d')}")
    with tempfile.TemporaryDirectory() as place:
        folder = build_class(Path(place) / "class", options.submissions)
        context, each = context_s(options.processes), one_process_each(folder, options.processes)
        print(f"a CUDA context: {context:.2f} s; one pytest process a submission: {60 / each:.1f} a minute")
        for jobs in options.jobs.split(","):
            grading = ("--graders", str(HERE / "graders"), "--device", "cuda", "--jobs", jobs)
            wall = grade(folder, Path(place) / f"out{jobs}", *grading).wall_s / options.submissions
            print(
                f"torchgrade grade, {options.submissions} submissions, {jobs} jobs: {60 / wall:.1f} a minute, "
                f"{each / wall:.1f} times as many; a context is {context / int(jobs) / wall:.0%} of each one's time"
            )


if __name__ == "__main__":
    main()
