"""A cluster that falls apart while it grades loses no finished result, and the rest is graded later."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from torchgrade.grading.cluster import ClusterLost
from torchgrade.results_io import read

from .machines import Machines, grade, slow_class, times, two_workers

dask = pytest.importorskip("dask")

pytestmark = [pytest.mark.usefixtures("warm"), pytest.mark.learner_code]


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with two_workers(tmp_path_factory.mktemp("cluster")) as started:
        yield started


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
