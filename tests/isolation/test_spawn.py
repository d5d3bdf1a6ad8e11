"""Contestants started ahead of need: warm when one is wanted, one submission each, replaced when lost."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
import torch

from torchgrade.errors import BadInput, CannotStart
from torchgrade.isolation import spawn
from torchgrade.isolation.failures import Failure
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.observe import Observation
from torchgrade.isolation.remote import RemoteAnswer, Room, ends_the_context
from torchgrade.isolation.spawn import Spawner

from .conftest import SECRET, alive, asked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
PATIENT = Limits(call_s=5, import_s=5, wall_factor=40)
ANSWER = "import os, sys\nprint('hi')\ndef f(x):\n    print('ho')\n    return x + 1, os.getpid(), sorted(os.environ)\n"


@pytest.fixture(scope="module")
def spawner() -> Iterator[Spawner]:
    """One for all of them: each process takes seconds to start."""
    started = Spawner(compiler=False)
    yield started
    started.close()


@pytest.fixture
def room(spawner: Spawner) -> Iterator[Room]:
    opened = Room(spawner, PATIENT, Isolation("process"))
    yield opened
    opened.leave()


def answer(room: Room, text: str = ANSWER) -> RemoteAnswer:
    return RemoteAnswer(room, {"a.py": text}, "a.py", ["f"], None)


def waiting(spawner: Spawner) -> list[int]:
    return [process.pid for process in spawner._waiting]


def test_the_one_that_waited_is_taken_and_another_waits_at_once(spawner, room):
    (ready,) = waiting(spawner)
    asked_one = answer(room)
    assert asked_one.load().usable
    assert asked_one.printed == "hi\n"
    value, pid, names = asked_one.observe(asked(torch.zeros(1))).value
    assert (value.tolist(), asked_one.printed, SECRET in names) == ([1], "ho\n", False)
    assert pid == ready
    (after,) = waiting(spawner)
    assert alive(after)
    assert after != ready


def test_it_is_warm_and_computes_on_one_thread(room):
    text = (
        "import sys, torch\ndef f():\n    return 'torch.utils.data' in sys.modules, torch.get_num_threads(), "
        "torch.cuda.is_initialized()\n"
    )
    assert answer(room, text).observe(asked()).value == (True, 1, False)


@pytest.mark.parametrize("code", ["while True: pass", "os._exit(0)"])
def test_a_hang_or_a_crash_costs_that_process_and_the_next_question_has_another(spawner, room, code):
    room.limits = Limits(call_s=0.5, import_s=5, wall_factor=40)
    lost = answer(room, f"import os\ndef f(x):\n    if x.numel() == 2:\n        {code}\n    return os.getpid()\n")
    first = lost.observe(asked(torch.ones(1))).value
    assert lost.observe(asked(torch.ones(2))).lost in ("timeout", "crashed")
    assert not alive(first)
    (ready,) = waiting(spawner)
    assert lost.observe(asked(torch.ones(1))).value == ready


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_one_that_died_while_it_waited_is_replaced(spawner, room, number):
    (dead,) = waiting(spawner)
    os.kill(dead, number)
    _, pid, _ = answer(room).observe(asked(torch.zeros(1))).value
    assert pid != dead


def test_closing_ends_those_that_wait():
    spawner = Spawner(compiler=False, ahead=2)
    pids = waiting(spawner)
    assert len(pids) == 2
    spawner.close()
    assert not any(alive(pid) for pid in pids)
    assert not waiting(spawner)


def test_one_that_waits_ends_when_the_judge_has_gone():
    spawner = Spawner(compiler=False)
    (process,) = spawner._waiting
    for stream in (process.stdin, process.stdout, process.stderr):
        with suppress(OSError):
            stream.close()  # as the end of the judge would
    assert process.wait(120) is not None
    spawner.close()


def test_a_process_that_does_not_start_is_our_fault_and_says_what_it_printed(monkeypatch):
    monkeypatch.setattr(spawn, "command", lambda *_: [sys.executable, "-c", "raise SystemExit('no torch here')"])
    spawner = Spawner(ahead=0)
    with pytest.raises(CannotStart, match="no torch here"):
        spawner.start(Limits())


def test_where_none_ever_starts_with_a_gpu_the_run_need_not_go_on(monkeypatch):
    good = spawn.command
    monkeypatch.setattr(spawn, "command", lambda *_: [sys.executable, "-c", "raise SystemExit('no GPU here')"])
    spawner = Spawner(compiler=False, ahead=0, gpu=True)
    with pytest.raises(BadInput, match=r"^--device cuda: a contestant did not start: .*no GPU here"):
        spawner.start(Limits())
    broken = spawn.command
    monkeypatch.setattr(spawn, "command", lambda module, kind, device: good(module, kind, "cpu"))
    spawner.start(Limits()).close()
    monkeypatch.setattr(spawn, "command", broken)
    with pytest.raises(CannotStart, match=r"^a contestant did not start: .*no GPU here"):
        spawner.start(Limits())  # one that started before: this may be a matter of a moment


# ---- a GPU, as far as it can be seen without one


def test_an_error_that_ends_a_cuda_context_ends_the_contestant_too(room, monkeypatch):
    poisoned = Failure(("torch.AcceleratorError", "builtins.RuntimeError"), "CUDA error: an illegal memory access")
    seen = iter([Observation(failure=poisoned), Observation(value=1)])
    monkeypatch.setattr("torchgrade.isolation.remote.observation_from_plain", lambda reply: next(seen))
    asked_one = answer(room, "import os\ndef f(x):\n    return os.getpid()\n")
    assert asked_one.load().usable
    before = room._channel.pid
    monkeypatch.setattr(asked_one, "_ask", lambda *_: ({}, ""))
    assert asked_one.observe(asked(torch.ones(1), device="cuda")).failure is poisoned
    assert not alive(before)


@pytest.mark.parametrize(
    ("kind", "message", "ends"),
    [
        ("torch.AcceleratorError", "CUDA error: device-side assert triggered", True),
        ("builtins.RuntimeError", "CUDA error: an illegal memory access was encountered", True),
        ("torch.OutOfMemoryError", "CUDA out of memory. Tried to allocate 20 GiB", True),
        ("builtins.RuntimeError", "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED", True),
        ("builtins.RuntimeError", "Expected all tensors to be on the same device", False),
        ("builtins.ValueError", "CUDA error", False),
    ],
)
def test_which_errors_leave_a_process_of_no_use(kind, message, ends):
    assert ends_the_context(Failure((kind,), message)) is ends
