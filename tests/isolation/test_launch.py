"""Starting contestants goes on, whatever one of them did to the process that starts them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
import torch

from torchgrade.isolation import launch
from torchgrade.isolation.launch import Zygote, best_launcher, clean_environment
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.remote import RemoteAnswer, Room

from .conftest import SMALL, alive, asked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote needs Linux")


def value_in(room: Room) -> list[float]:
    answer = RemoteAnswer(room, {"a.py": "def f(x):\n    return x + 1\n"}, "a.py", ["f"], None)
    value: list[float] = answer.observe(asked(torch.zeros(1))).value.tolist()
    return value


def attack(room: Room, signal: int) -> int:
    source = f"import os\ndef f():\n    os.kill(os.getppid(), {signal})\n    return os.getpid()\n"
    pid: int = RemoteAnswer(room, {"a.py": source}, "a.py", ["f"], None).observe(asked()).value
    return pid


@pytest.fixture(scope="module")
def expendable() -> Iterator[Zygote]:
    started = Zygote()
    yield started
    started.close()


@pytest.mark.parametrize("signal", [9, 19], ids=["killed", "stopped"])
def test_a_zygote_that_a_contestant_ended_is_replaced(expendable, signal):
    rooms = [Room(expendable, SMALL, Isolation("process")) for _ in range(3)]
    assert value_in(rooms[1]) == [1.0]
    left_behind = attack(rooms[0], signal)
    expendable._control.settimeout(0.5)  # a stopped zygote does not answer
    rooms[0].leave()
    assert value_in(rooms[2]) == [1.0]
    assert value_in(rooms[1]) == [1.0]  # it did not need the zygote
    assert not alive(left_behind)
    for room in rooms:
        room.leave()


def test_contestants_of_one_zygote_live_beside_each_other(zygote):
    rooms = [Room(zygote, SMALL, Isolation("process")) for _ in range(3)]
    assert [value_in(room) for room in rooms] == [[1.0]] * 3
    for room in rooms:
        room.leave()
    assert value_in(rooms[0]) == [1.0]
    rooms[0].leave()


def test_closing_a_zygote_ends_its_contestants():
    zygote = Zygote()
    room = Room(zygote, SMALL, Isolation("process"))
    assert value_in(room) == [1.0]
    pid = room._channel.pid
    zygote.close()
    assert not alive(pid)
    room.leave()


def test_a_zygote_that_cannot_fork_says_why(zygote, monkeypatch):
    monkeypatch.setattr(zygote, "_ask", lambda *_: (_ for _ in ()).throw(OSError("no more processes")))
    monkeypatch.setattr(zygote, "_stop_process", lambda patience_s: None)
    monkeypatch.setattr(zygote, "_start_process", lambda: None)
    before = set(os.listdir("/proc/self/fd"))
    with pytest.raises(OSError, match="no more processes"):
        zygote.start(SMALL)
    assert set(os.listdir("/proc/self/fd")) == before


def test_the_environment_is_made_of_what_is_needed(monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("HOME", "/home/teacher")
    found = clean_environment()
    assert not {"GITHUB_TOKEN", "PYTHONPATH"} & set(found)
    assert (found["PYTHONHASHSEED"], found["OMP_NUM_THREADS"], found["HOME"]) == ("0", "1", os.devnull)


def test_a_gpu_is_seen_only_by_whoever_computes_on_it(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "3")
    seen = [clean_environment(gpu=gpu)["CUDA_VISIBLE_DEVICES"] for gpu in (False, True)]
    assert seen == ["", "3"]


def test_only_linux_forks_and_never_for_a_gpu(monkeypatch):
    made = []
    monkeypatch.setattr(launch, "Spawner", lambda *asked, **more: made.append((*asked, more)))
    best_launcher(devices=("cpu", "cuda"), ahead=4)
    monkeypatch.setattr(sys, "platform", "darwin")
    best_launcher(False, ahead=4)
    assert made == [(True, {"gpu": True}), (False, 4, {})]
