from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from torchgrade import cli
from torchgrade.errors import BadInput
from torchgrade.grading.cluster import Cluster, ClusterLost, devices_of_workers
from torchgrade.grading.cluster_worker import Order
from torchgrade.grading.command import grade_folder
from torchgrade.grading.interruption import Interrupted, Interruption
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.results import Report
from torchgrade.results_io import read
from torchgrade.submission import Submission

try:
    import dask
    import distributed
except ImportError:
    if os.environ.get("CI") == "true":
        raise
    pytest.skip("needs Dask: pip install 'torchgrade[cluster]'", allow_module_level=True)

pytestmark = [pytest.mark.usefixtures("warm"), pytest.mark.learner_code]
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


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """Two workers; one of them says that it has a GPU."""
    machines = Machines(tmp_path_factory.mktemp("cluster"))
    machines.add_worker()
    machines.add_worker("--resources=GPU=1")
    yield machines
    machines.close()


@pytest.fixture
def hand_ins(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    for name, text in ANSWERS.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "answers.py").write_text(text, encoding="utf-8")
    (folder / "empty").mkdir()
    return folder


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


def test_results_are_those_of_a_local_run_and_are_not_made_again(machines, hand_ins, tmp_path):
    local, far = tmp_path / "local", tmp_path / "far"
    assert grade(hand_ins, local) == grade(hand_ins, far, machines.address) == 0
    assert len(results(local)) == 8
    assert results(far) == results(local)
    assert (far / "grades.csv").read_bytes() == (local / "grades.csv").read_bytes()
    assert read(far / "results/right.json").score == 20
    before = times(local)
    (hand_ins / "first_dim" / "answers.py").write_text(RIGHT)
    grade(hand_ins, local, machines.address)
    after = times(local)
    # What could not be read is tried again.
    assert {name for name in after if after[name] != before[name]} == {"first_dim.json", "empty.json"}
    assert read(local / "results/first_dim.json").score == 20


def order(**changed: object) -> Order:
    given = {
        "graders": {"01_first/test_x.py": b"def broken(:\n"},  # recorded quickly
        "folder": "graders",
        "seed": 1,
        "devices": ("cpu",),
        "limits": Limits(),
        "isolation": Isolation(),
    }
    return Order(**{**given, **changed})  # type: ignore[arg-type]


class Many:
    """Submissions, and how many of them were taken."""

    def __init__(self, most: int) -> None:
        self.most, self.taken = most, 0

    def __iter__(self) -> Iterator[tuple[Submission, str]]:
        for number in range(self.most):
            self.taken += 1
            yield Submission(f"s{number}", {}), ""


def no_fault(submission: Submission, reason: str) -> Report:
    raise AssertionError(reason)


def test_few_submissions_are_in_hand_however_many_there_are(machines):
    many = Many(30)
    with closing(Cluster(machines.address, order())) as cluster:
        for done, _ in enumerate(cluster.grade(many, Interruption(), no_fault)):
            assert many.taken - done <= 3 * len(machines.workers)
    assert many.taken == 30


def test_after_a_signal_nothing_more_is_sent(machines):
    many, interruption, reports = Many(1000), Interruption(), []

    def interrupted() -> None:
        for report in cluster.grade(many, interruption, no_fault):
            reports.append(report)
            interruption.heard = 1

    with closing(Cluster(machines.address, order())) as cluster, pytest.raises(Interrupted):
        interrupted()
    assert 1 <= len(reports) <= many.taken <= 1 + 3 * len(machines.workers)


def test_tasks_for_cuda_go_to_workers_with_a_gpu_and_those_say_what_they_lack(machines):
    with pytest.raises(BadInput, match=r"on the worker .*: --device cuda: torch finds no CUDA device here"):
        Cluster(machines.address, order(devices=("cpu", "cuda")))


class Unreadable(Submission):
    """Travels, and cannot be read where it arrives."""

    def __reduce__(self) -> tuple[type, tuple[str]]:
        return int, ("no number",)


def test_a_task_that_fails_twice_costs_one_submission_alone(machines):
    def fault(submission: Submission, reason: str) -> Report:
        return Report(submission.name, status="grader_fault", message=reason)

    work = [(Unreadable("s1", {}), ""), (Submission("s2", {}), "")]
    with closing(Cluster(machines.address, order())) as cluster:
        reports = {report.submission: report for report in cluster.grade(work, Interruption(), fault)}
    assert reports["s1"].message.startswith("the cluster failed twice (")
    assert "s2" in reports
    assert not reports["s2"].message


def test_graders_that_are_broken_are_faults_of_ours_there_too(machines, hand_ins, tmp_path):
    grader = tmp_path / "graders" / "01_first" / "test_relu.py"
    grader.parent.mkdir(parents=True)
    grader.write_text("def broken(:\n")
    assert grade(hand_ins, tmp_path / "out", machines.address, graders=grader.parents[1], exercises=[]) == 1
    report = read(tmp_path / "out/results/right.json")
    assert (report.status, report.max_score) == ("grader_fault", 0)


def test_a_scheduler_that_is_not_there_ends_with_a_sentence(hand_ins, tmp_path, monkeypatch, capsys):
    arguments = [str(hand_ins), "--out", str(tmp_path / "out"), "--graders", str(ROOT / "graders")]
    monkeypatch.setattr(sys, "argv", ["torchgrade", "grade", *arguments, "--scheduler", "tcp://127.0.0.1:9"])
    with dask.config.set({"distributed.comm.timeouts.connect": "200ms"}), pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith("torchgrade: no Dask scheduler answers at tcp://127.0.0.1:9 (")
    assert "the same command goes on from here" in said


def test_without_dask_the_extra_is_named_and_nothing_is_written(hand_ins, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadInput, match=r"Install it with `pip install 'torchgrade\[cluster\]'`"):
        grade(hand_ins, tmp_path / "out", "tcp://127.0.0.1:9")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("asked", ["tpu", "cpu,tpu", ","])
def test_unknown_devices_are_refused_before_a_worker_is_asked(asked):
    with pytest.raises(BadInput, match=f"--device {asked}: choose from cpu, cuda"):
        devices_of_workers(asked)


def test_cuda_need_not_be_here():
    assert devices_of_workers(None) == ("cpu",)
    assert devices_of_workers("cpu, cuda") == ("cpu", "cuda")


# ---- the end of the cluster, piece by piece, and so of this file


def test_a_worker_killed_midway_loses_nothing_and_nothing_is_counted_twice(machines, tmp_path, monkeypatch):
    from torchgrade.grading import batch

    slow_class(tmp_path, 8)

    killed: list[int] = []
    kept: list[str] = []
    keep = batch._keep

    def keep_and_kill(file, report):
        keep(file, report)
        kept.append(report.submission)
        if not killed:
            victim = machines.busy()[0]
            victim.send_signal(signal.SIGKILL)
            killed.append(victim.pid)

    monkeypatch.setattr(batch, "_keep", keep_and_kill)
    assert grade(tmp_path, tmp_path / "out", machines.address) == 0
    assert killed
    assert sorted(kept) == [f"s{number:02}" for number in range(8)]
    assert {read(path).score for path in (tmp_path / "out/results").iterdir()} == {20}


def test_a_scheduler_that_goes_away_leaves_what_is_finished_and_the_rest_is_graded_later(
    machines, tmp_path, monkeypatch
):
    from torchgrade.grading import batch

    (tmp_path / "class").mkdir()
    slow_class(tmp_path / "class", 10)
    keep = batch._keep
    monkeypatch.setattr(batch, "_keep", lambda file, report: (keep(file, report), machines.scheduler.kill()))
    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}), pytest.raises(ClusterLost) as caught:
        grade(tmp_path / "class", tmp_path / "out", machines.address)
    assert str(caught.value) == (
        f"the Dask scheduler at {machines.address} has gone away. What is finished is on disk; "
        "the same command goes on from here."
    )
    finished = times(tmp_path / "out")
    assert 1 <= len(finished) < 10
    monkeypatch.setattr(batch, "_keep", keep)
    assert grade(tmp_path / "class", tmp_path / "out") == 0
    whole = times(tmp_path / "out")
    assert len(whole) == 10
    assert finished.items() <= whole.items()
