"""A submission's room: one contestant after another, and one exercise after another in each."""

from __future__ import annotations

import sys

import pytest
import torch

from torchgrade.isolation.channel import Lost
from torchgrade.isolation.remote import RemoteAnswer

from .conftest import asked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote needs Linux")


def test_two_exercises_take_turns_in_one_process(room):
    files = {
        "u/a.py": "import helper, os\ndef f():\n    return helper.x, os.getpid()\n",
        "u/helper.py": "x = 1\n",
        "v/b.py": "import helper, os\ndef g():\n    return helper.x, os.getpid()\n",
        "v/helper.py": "x = 2\n",
    }
    one, two = RemoteAnswer(room, files, "u/a.py", ["f"], None), RemoteAnswer(room, files, "v/b.py", ["g"], None)
    seen = [answer.observe(asked()).value for answer in (one, two, one, one)]
    assert [value for value, _ in seen] == [1, 2, 1, 1]
    assert len({pid for _, pid in seen}) == 1


def test_a_file_that_failed_to_load_leaves_the_next_one_its_siblings(room):
    files = {
        "u/a.py": "import helper\n1 / 0\n",
        "u/helper.py": "x = 1\n",
        "v/b.py": "import helper\ndef g():\n    return helper.x\n",
        "v/helper.py": "x = 2\n",
    }
    assert RemoteAnswer(room, files, "u/a.py", ["f"], None).load().failure
    assert RemoteAnswer(room, files, "v/b.py", ["g"], None).observe(asked()).value == 2


def test_after_a_loss_the_file_is_loaded_anew(answer_in):
    answer = answer_in("import os\ndef f(x):\n    return x if x else os._exit(1)\n")
    assert answer.observe(asked(1)).value == 1
    assert answer.observe(asked(0)).lost == "crashed"
    assert answer.observe(asked(2)).value == 2


def test_what_is_printed_stays_with_its_call(answer_in):
    answer = answer_in("import sys\nprint('loading')\ndef f(x):\n    print(x)\n    print('e', file=sys.stderr)\n")
    assert answer.load().usable
    assert answer.printed == "loading\n"
    for number in (1, 2):
        answer.observe(asked(number))
        assert sorted(answer.printed.split()) == [str(number), "e"]


def test_the_last_words_of_a_lost_contestant_are_kept(answer_in):
    answer = answer_in("def f():\n    print('before', flush=True)\n    while True: pass\n")
    assert answer.observe(asked()).lost == "timeout"
    assert answer.printed == "before\n"


def test_a_probe_drives_the_learners_object_there(answer_in):
    probe = "def drive(f, x):\n    return [f(x), math.floor(2.5), torch.ones(1)]\n"
    answer = answer_in("def f(x):\n    return x * 2\n", probe=probe)
    value = answer.observe(asked(torch.ones(1))).value
    assert [value[0].tolist(), value[1], value[2].tolist()] == [[2], 2, [1]]


@pytest.mark.parametrize(
    "reply", ["[1]", "{}", "{'failure': None, 'missing': [torch.ones(2)], 'not_callable': []}", "torch.ones(2)"]
)
def test_a_forged_answer_to_loading_is_broken(answer_in, still_right, reply):
    source = f"import torch\nimport torchgrade.isolation.contestant as c\nc.Contestant.load = lambda *_: {reply}\n"
    answer = answer_in(source)
    assert answer.load().missing == ("f",)
    with pytest.raises(Lost) as caught:
        answer.load()
    assert caught.value.kind == "broken"
    still_right()


@pytest.mark.parametrize(
    "change",
    [
        "lost='timeout'",
        "mutated=(-1,)",
        "value=torch.ones(2, device='meta'), devices=('cpu',)",
        "hits=(('a', 'b', 'c', float('inf')),)",
        "devices=torch.ones(2)",
    ],
)
def test_a_forged_observation_is_broken(answer_in, still_right, change):
    source = (
        "import torch, torchgrade.isolation.answer as a\nfrom torchgrade.isolation.observe import Observation\n"
        f"a.observe = lambda *_: Observation({change})\ndef f(): pass\n"
    )
    seen = answer_in(source).observe(asked())
    assert (seen.lost, seen.value) == ("broken", None)
    still_right()


def test_a_file_that_does_not_load_again_is_said_so(answer_in, tmp_path):
    # As a file does that depends on the time or the process.
    source = f"import os\nos.mkdir({str(tmp_path / 'once')!r})\ndef f():\n    os._exit(0)\n"
    answer = answer_in(source)
    assert answer.observe(asked()).lost == "crashed"
    assert "second time" in answer.observe(asked()).lost_message


def test_a_room_without_a_contestant_has_spent_nothing(room):
    assert room.spent() == 0
    room.leave()
