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


def test_ended_contestants_are_collected(zygote, room, answer_in):
    assert loaded_and_asked(answer_in("import os\ndef f():\n    os._exit(0)\n")).lost == "crashed"
    states = Path(f"/proc/{zygote._process.pid}/task/{zygote._process.pid}/children").read_text().split()
    assert states == []
