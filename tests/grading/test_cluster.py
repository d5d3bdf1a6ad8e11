"""A class graded on a cluster comes out as it does here, and what a cluster lacks is said in a sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from torchgrade import cli
from torchgrade.assignment.grading import grade_assignment
from torchgrade.errors import BadInput
from torchgrade.grading.cluster import Cluster, devices_of_workers
from torchgrade.grading.cluster_worker import Order, Work
from torchgrade.grading.interruption import Interrupted, Interruption
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.results import Report
from torchgrade.results_io import read
from torchgrade.submission import Submission

from .machines import ANSWERS, RIGHT, ROOT, Machines, grade, results, times, two_workers

dask = pytest.importorskip("dask")

pytestmark = [pytest.mark.usefixtures("warm"), pytest.mark.learner_code]


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with two_workers(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture
def hand_ins(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    for name, text in ANSWERS.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "answers.py").write_text(text, encoding="utf-8")
    (folder / "empty").mkdir()
    return folder


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


@pytest.fixture
def assignment(tmp_path: Path) -> Path:
    """An assignment in which every student has inputs of their own; answers print them."""
    file = tmp_path / "ps1.toml"
    file.write_text("seed = 5\nvariants = true\n[exercises]\nrelu = 10\nsoftmax = 10\n", encoding="utf-8")
    return file


def test_variants_are_those_of_a_local_run(machines, assignment, hand_ins, tmp_path):
    local, far = tmp_path / "local", tmp_path / "far"
    printing = RIGHT.replace("    shifted", "    print(x.tolist())\n    shifted")
    (hand_ins / "right" / "answers.py").write_text(printing, encoding="utf-8")
    (hand_ins / "other").mkdir()
    (hand_ins / "other" / "answers.py").write_text(printing, encoding="utf-8")
    for out, scheduler in ((local, None), (far, machines.address)):
        options = {"graders": ROOT / "graders", "jobs": 2, "scheduler": scheduler}
        assert grade_assignment(assignment, hand_ins, out, **options) == 0
    assert len(results(local)) == 9
    assert results(far) == results(local)
    mine, other = (read(far / f"results/{name}.json") for name in ("right", "other"))
    assert mine.variant != other.variant
    assert {check.stdout for check in mine.checks} != {check.stdout for check in other.checks}
    before = times(local)
    assert grade_assignment(assignment, hand_ins, local, graders=ROOT / "graders", scheduler=machines.address) == 0
    assert {name for name, when in times(local).items() if when != before[name]} == {"empty.json"}


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

    def __iter__(self) -> Iterator[Work]:
        for number in range(self.most):
            self.taken += 1
            yield Work(Submission(f"s{number}", {}))


def no_fault(work: Work, reason: str) -> Report:
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
    def fault(work: Work, reason: str) -> Report:
        return Report(work.submission.name, status="grader_fault", message=reason)

    work = [Work(Unreadable("s1", {})), Work(Submission("s2", {}))]
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
