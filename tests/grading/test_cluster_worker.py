from __future__ import annotations

import threading

import pytest

from torchgrade.grading import cluster_worker
from torchgrade.grading.cluster_worker import Order
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation


def order(**changed: object) -> Order:
    given = {
        "graders": {"01_first/test_x.py": b"x"},
        "folder": "graders",
        "seed": 1,
        "devices": ("cpu",),
        "limits": Limits(),
        "isolation": Isolation(),
    }
    return Order(**{**given, **changed})  # type: ignore[arg-type]


def test_what_a_scheduler_must_import_brings_neither_torch_nor_pytest(run_python):
    done = run_python("import sys, torchgrade.grading.cluster_worker; print({'torch', 'pytest'} & {*sys.modules})")
    assert done.stdout == "set()\n", done.stderr


@pytest.mark.parametrize(
    "changed",
    [{"graders": {"01_first/test_x.py": b" "}}, {"seed": 2}, {"devices": ("cpu", "cuda")}, {"folder": "g"}],
    ids=str,
)
def test_a_recording_is_known_by_all_that_it_depends_on(changed):
    assert order(**changed).key != order().key


def test_a_recording_is_the_same_whatever_the_limits():
    assert order(limits=Limits(call_s=1.0), isolation=Isolation("strict")).key == order().key


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Recording is replaced by a note of the order's seed."""
    seeds: list[int] = []
    monkeypatch.setattr(cluster_worker, "_record", lambda order: seeds.append(order.seed) or object())
    monkeypatch.setattr(cluster_worker, "_recordings", {})
    return seeds


def test_the_last_few_recordings_are_kept(recorded):
    for seed in (1, 2, 3, 1, 4, 1, 2):
        cluster_worker._recording(order(seed=seed))
    assert recorded == [1, 2, 3, 4, 2]


def test_threads_that_ask_at_once_share_one_recording(recorded):
    threads = [threading.Thread(target=cluster_worker._recording, args=(order(),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert recorded == [1]
