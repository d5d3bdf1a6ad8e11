"""The process that contestants fork from is warm, has one thread and holds nothing of theirs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from .conftest import SECRET, loaded_and_asked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote needs Linux")


def test_the_zygote_has_one_thread_which_forking_needs(zygote):
    assert len(os.listdir(f"/proc/{zygote._process.pid}/task")) == 1


def test_a_contestant_is_warm_and_computes_on_one_thread(answer_in):
    source = "import sys, torch\ndef f():\n    return 'torch._dynamo' in sys.modules, torch.get_num_threads()\n"
    assert loaded_and_asked(answer_in(source)).value == (True, 1)


def test_the_zygotes_memory_holds_no_secret_of_the_judge(zygote):
    environment = Path(f"/proc/{zygote._process.pid}/environ").read_bytes()
    assert SECRET.encode() not in environment


def test_contestants_do_not_see_each_others_changes(room, answer_in):
    source = (
        "import torch\ndef f(change):\n    torch.mine = getattr(torch, 'mine', 0) + change\n    return torch.mine\n"
    )
    assert loaded_and_asked(answer_in(source), 5).value == 5
    room.leave()
    assert loaded_and_asked(answer_in(source), 1).value == 1


def test_nothing_is_forked_once_cuda_is_initialised(monkeypatch):
    from torchgrade.isolation.zygote import Zygote

    monkeypatch.setattr("torch.cuda.is_initialized", lambda: True)
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("forked"))
    reply = Zygote(control=None).try_to_fork([])
    assert reply == {"error": "the process that forks has initialised CUDA"}


def test_getting_warm_and_grading_on_the_cpu_never_initialise_cuda(run_python):
    told = run_python(
        """
import torch
def refuse(*_):
    raise SystemExit("CUDA is being initialised")
torch.cuda._lazy_init = torch.cuda.init = torch._C._cuda_init = refuse
from torchgrade.devices import choose_devices
from torchgrade.isolation.layers import prepare
from torchgrade.isolation.warm_up import warm_up
from torchgrade.isolation.answer import Answer
from torchgrade.isolation.observe import Question
warm_up(), prepare(), choose_devices(None)
answer = Answer({"a.py": "def f(x):\\n    return x.exp()\\n"}, "a.py", ["f"], None)
answer.load()
for device in ("cpu", "meta"):
    print(answer.observe(Question((torch.ones(2),), {}, device=device)).failure)
torch.zeros(1, device="cuda")
print("not noticed")
"""
    )
    assert told.stdout.split() == ["None", "None"], told.stderr
    assert "CUDA is being initialised" in told.stderr  # so the guard does notice what would


def test_ended_contestants_are_collected(zygote, room, answer_in):
    assert loaded_and_asked(answer_in("import os\ndef f():\n    os._exit(0)\n")).lost == "crashed"
    states = Path(f"/proc/{zygote._process.pid}/task/{zygote._process.pid}/children").read_text().split()
    assert states == []
