"""A Dask cluster on the loopback, and what the tests that grade on it share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from torchgrade.grading.command import grade_folder

try:
    import distributed
except ImportError:
    if os.environ.get("CI") == "true":
        raise
    pytest.skip("needs Dask: pip install 'torchgrade[cluster]'", allow_module_level=True)

ROOT = Path(__file__).parents[2]
RIGHT = """
import torch


def softmax(x, dim):
    shifted = torch.exp(x - x.amax(dim, keepdim=True))
    return shifted / shifted.sum(dim, keepdim=True)


def relu(x):
    return x.clamp(min=0)
"""
ANSWERS = {
    "right": RIGHT,
    "first_dim": RIGHT.replace("sum(dim,", "sum(0,"),
    "library": RIGHT + "\n\nsoftmax = torch.softmax\n",
    "damaged": "def softmax(x:\n",
    "ends": RIGHT.replace("    return x.clamp", "    import os\n    os._exit(0)\n    return x.clamp"),
    "prints": RIGHT.replace("    return x.clamp", "    print('解答', x.shape)\n    return -x.clamp"),
    "stub": "def relu(x):\n    raise NotImplementedError\n",
}
SLOW = "import time\n\ntime.sleep(0.2)\n" + RIGHT


class Machines:
    """A scheduler and workers, each a process of its own on the loopback."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.address = folder, str(folder / "scheduler.json")
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        while not Path(self.address).exists():
            assert self.scheduler.poll() is None, (folder / "log").read_text()

    def add_worker(self, *options: str) -> None:
        scratch = f"--local-directory={self.folder / f'worker{len(self.workers)}'}"
        self.workers.append(self._start("worker", "--nthreads=1", "--no-nanny", scratch, *options))

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", f"--scheduler-file={self.address}"]
        with open(self.folder / "log", "ab") as log:
            return subprocess.Popen(
                [*command, "--no-dashboard", *options],
                env={**os.environ, "PYTHONPATH": str(ROOT / "tools"), "OMP_NUM_THREADS": "1"},
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )

    def busy(self) -> list[subprocess.Popen[bytes]]:
        """The workers that have something to do just now."""
        with distributed.Client(scheduler_file=self.address, set_as_default=False) as client:
            pids = client.run(os.getpid)
            busy = {pids[address] for address, tasks in client.processing().items() if tasks}
        return [worker for worker in self.workers if worker.pid in busy]

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@contextmanager
def two_workers(folder: Path) -> Iterator[Machines]:
    """A scheduler and two workers; one of them says that it has a GPU."""
    machines = Machines(folder)
    try:
        machines.add_worker()
        machines.add_worker("--resources=GPU=1")
        yield machines
    finally:
        machines.close()


def slow_class(folder: Path, size: int) -> None:
    for number in range(size):
        (folder / f"s{number:02}.py").write_text(SLOW)


def grade(folder: Path, out: Path, scheduler: str | None = None, **options: object) -> int:
    given = {"graders": ROOT / "graders", "exercises": ["03_activations"], "seed": 5, "jobs": 2, **options}
    return grade_folder(folder, out, scheduler=scheduler, **given)  # type: ignore[arg-type]


def results(out: Path) -> dict[str, str]:
    """What was written of each submission, without what may differ from run to run."""
    found = {}
    for path in (out / "results").iterdir():
        data = json.loads(path.read_text(encoding="utf-8"))
        del data["timing"]
        for check in data["checks"]:
            del check["duration_s"]
        found[path.name] = json.dumps(data, ensure_ascii=False)
    return found


def times(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (out / "results").iterdir()}
