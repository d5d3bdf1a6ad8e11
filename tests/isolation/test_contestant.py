"""Whatever a learner's code does to its process, the judge gets an observation or `Lost`, and goes on."""

from __future__ import annotations

import resource
import sys

import pytest
import torch

from torchgrade.isolation.channel import Lost
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.remote import RemoteAnswer, Room

from .conftest import asked, loaded_and_asked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote needs Linux")

FIND = """
import os, struct, gc
def streams():
    import types
    return [o for o in gc.get_objects() if type(o).__name__ in ("BufferedWriter", "BufferedReader")]
def descriptors():
    return [int(n) for n in os.listdir("/proc/self/fd")]
def everywhere(data):
    for fd in descriptors():
        try:
            os.write(fd, data)
        except OSError:
            pass
def nonce():
    frame = __import__("sys")._getframe()
    while frame is not None:
        if "nonce" in frame.f_locals and isinstance(frame.f_locals["nonce"], bytes):
            return frame.f_locals["nonce"]
        frame = frame.f_back
"""

FORGE = f"""{FIND}
from torchgrade.isolation.observe import Observation
from torchgrade.isolation.plain import observation_to_plain
from torchgrade.isolation.wire import frame
def f(x):
    everywhere(b"".join(frame(nonce(), observation_to_plain(Observation(value=7)))))
"""

# What ends a call, by the kind of loss that the judge may report.
LOSSES = {
    "an endless loop": ("while True: pass", {"timeout"}),
    "sleeping for ever": ("import time; time.sleep(1e6)", {"timeout"}),
    "ignoring every signal": (
        "import signal, time\n    for n in range(1, 32):\n        n in (9, 19) or signal.signal(n, signal.SIG_IGN)"
        "\n    time.sleep(1e6)",
        {"timeout"},
    ),
    "a regular expression that holds the lock": ("import re; re.match('(a+)+$', 'a' * 60 + 'b')", {"timeout"}),
    "os._exit": ("import os; os._exit(0)", {"crashed"}),
    "a crash": ("import ctypes; ctypes.string_at(0)", {"crashed"}),
    "abort": ("import os; os.abort()", {"crashed"}),
    "killing itself": ("import os; os.kill(os.getpid(), 9)", {"crashed"}),
    "stopping itself": ("import os; os.kill(os.getpid(), 19)", {"timeout"}),
    "closing every descriptor": ("import os; os.closerange(0, 100); return x + 1", {"crashed"}),
    "a flood without end": ("while True: print('x' * 10**6)", {"crashed", "timeout"}),
    "a flood below Python": ("import os\n    while True: os.write(1, b'x' * 2**16)", {"crashed", "timeout"}),
    "garbage everywhere": ("everywhere(b'garbage' * 100); return x + 1", {"broken"}),
    "a huge header": ("everywhere(struct.pack('>4s16sIQ', b'tgr1', nonce(), 2**32 - 1, 2**60))", {"broken"}),
    "a header and no body": (
        "everywhere(struct.pack('>4s16sIQ', b'tgr1', nonce(), 10, 2**20)); import time; time.sleep(1e6)",
        {"timeout"},
    ),
    "a frame of nesting": (
        "m = b'[' * 10**6; everywhere(struct.pack('>4s16sIQ', b'tgr1', nonce(), len(m), 0) + m); return x",
        {"broken"},
    ),
    "an answer that is no observation": (
        "from torchgrade.isolation.wire import frame; everywhere(b''.join(frame(nonce(), [1]))); return x",
        {"broken"},
    ),
    "frames without end": (
        "from torchgrade.isolation.wire import frame; data = b''.join(frame(b'x' * 16, 'x' * 10**6))\n"
        "    while True: everywhere(data)",
        {"broken", "crashed", "timeout"},
    ),
    "an answer in another's name": (
        "from torchgrade.isolation.wire import frame; everywhere(b''.join(frame(b'x' * 16, {}))); return x",
        {"broken"},
    ),
    "an encoder that lies": (
        "import torchgrade.isolation.contestant as c; c.frame = lambda n, v: (b'oops' * 20,); return x",
        {"broken"},
    ),
    "an encoder that raises": ("import json; json.dumps = None; return x", {"crashed"}),
    "an encoder that never ends": (
        "import json\n    def dumps(*a, **k):\n        while True: pass\n    json.dumps = dumps\n    return x",
        {"timeout"},
    ),
    "builtins that are gone": ("import builtins; builtins.__dict__.clear(); return x", {"crashed"}),
}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("code", "kinds"), LOSSES.values(), ids=LOSSES)
def test_a_lost_contestant_is_named_and_replaced(answer_in, still_right, code, kinds):
    seen = loaded_and_asked(answer_in(FIND + f"def f(x):\n    {code}\n"), torch.ones(1))
    assert seen.lost in kinds, seen
    assert seen.lost_message
    still_right()


# What costs its own call alone; the same process goes on.
ERRORS = {
    "sys.exit": ("import sys; sys.exit(0)", "builtins.SystemExit"),
    "SystemExit": ("raise SystemExit", "builtins.SystemExit"),
    "KeyboardInterrupt": ("raise KeyboardInterrupt", "builtins.KeyboardInterrupt"),
    "GeneratorExit": ("raise GeneratorExit", "builtins.GeneratorExit"),
    "recursion": ("return f(x)", "builtins.RecursionError"),
    "too much memory": ("return bytearray(2**62)", "builtins.MemoryError"),
    "an exception without a text": (
        "class E(Exception):\n        def __str__(self): raise SystemExit\n    raise E",
        "answer_answer.f.<locals>.E",
    ),
}


@pytest.mark.parametrize(("code", "kind"), ERRORS.values(), ids=ERRORS)
def test_an_error_in_a_call_leaves_the_process_alive(room, answer_in, code, kind):
    answer = answer_in(f"def f(x):\n    if x.numel() == 2: return x + 1\n    {code}\n")
    seen = loaded_and_asked(answer, torch.ones(1))
    assert seen.failure.types[0] == kind
    assert room.holds is answer
    assert answer.observe(asked(torch.zeros(2))).value.tolist() == [1, 1]


# What a call may do to its process without any effect on its answer or on the next.
HARMLESS = {
    "torch's functions replaced": "torch.add = torch.Tensor.add = torch.allclose = lambda *a, **k: None",
    "the comparison of values replaced": "torch.equal = lambda *a: True; torch.Tensor.__eq__ = lambda *a: True",
    "stdout closed": "import sys; sys.stdout.close()",
    "stdout replaced": "import sys; sys.stdout = 3",
    "stdout deleted": "import sys; del sys.stdout, sys.stderr",
    "stdin read": "import sys; assert sys.stdin.read() == ''",
    "a hook for the exit": "import atexit; atexit.register(print, 'x' * 10**6)",
    "threads left running": "import threading; [threading.Thread(target=lambda: e.wait()).start() for _ in range(5)]",
    "warnings as errors": "import warnings; warnings.simplefilter('error')",
    "no recursion": "import sys; sys.setrecursionlimit(200)",
    "the module gone": "import sys; sys.modules.pop(__name__)",
    "another working folder": "import os; os.chdir('/tmp')",
    "a thread printing on": "import threading; threading.Thread(target=lambda: [print(i) for i in range(99)]).start()",
}


@pytest.mark.parametrize("code", HARMLESS.values(), ids=HARMLESS)
def test_vandalism_in_its_own_process_changes_no_answer(answer_in, still_right, code):
    source = f"import threading, torch\ne = threading.Event()\ndef f(x):\n    y = x + 1\n    {code}\n    return y\n"
    answer = answer_in(source)
    seen = loaded_and_asked(answer, torch.ones(2))
    assert (seen.lost, seen.failure) == ("", None), seen
    assert seen.value.tolist() == [2, 2]
    still_right()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("while True: pass", "timeout"),
        ("import os; os._exit(0)", "crashed"),
        ("import ctypes; ctypes.string_at(0)", "crashed"),
    ],
)
def test_a_file_that_ends_its_process_while_it_loads_is_lost(answer_in, still_right, code, kind):
    with pytest.raises(Lost) as caught:
        answer_in(code).load()
    assert caught.value.kind == kind
    still_right()


@pytest.mark.parametrize("code", ["raise SystemExit", "import sys; sys.exit(0)", "raise KeyboardInterrupt", "1/0"])
def test_a_file_that_raises_while_it_loads_says_so(answer_in, still_right, code):
    loaded = answer_in(code).load()
    assert loaded.failure
    assert not loaded.usable
    still_right()


def test_a_lot_of_output_is_cut_and_the_call_still_counts(room, answer_in):
    answer = answer_in("def f(x):\n    print('y' * (5 * 2**20))\n    return x\n")
    seen = loaded_and_asked(answer, torch.ones(1))
    assert seen.value.tolist() == [1]
    assert len(answer.printed) < room.limits.keep_output + 100
    assert "[cut after 16 KB]" in answer.printed


def test_a_flood_stays_out_of_the_judges_memory(answer_in):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = answer_in("import os\ndef f(x):\n    while True: os.write(1, b'x' * 2**16)\n")
    assert loaded_and_asked(answer, torch.ones(1)).lost
    assert len(answer.printed) < 20 * 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 * 1024


def test_a_reply_sent_twice_answers_only_once(answer_in, still_right):
    answer = answer_in(f"{FORGE}    return x\n")
    # A forged reply with the right nonce is no more than a returned value, which is compared like any other.
    assert loaded_and_asked(answer, torch.ones(1)).value == 7
    assert answer.observe(asked(torch.ones(1))).lost == "broken"
    still_right()


@pytest.mark.usefixtures("impatient")
def test_a_contestant_that_stops_reading_does_not_stop_the_judge(answer_in, still_right):
    answer = answer_in(f"{FORGE}    import time; time.sleep(1e6)\n")
    assert loaded_and_asked(answer, torch.ones(1)).value == 7
    assert answer.observe(asked(torch.ones(2**20))).lost == "timeout"  # more than a pipe holds
    still_right()


def test_the_time_of_a_lost_contestant_is_counted(room, answer_in):
    assert loaded_and_asked(answer_in("def f(x):\n    while True: pass\n"), torch.ones(1)).lost == "timeout"
    assert room.spent() > room.limits.call_s


def test_a_submission_that_used_up_its_time_is_lost_without_a_call(zygote):
    room = Room(zygote, Limits(call_s=0.3, submission_s=0.2), Isolation("process"))
    answer = RemoteAnswer(room, {"a.py": "def f(x):\n    while x.numel(): pass\n"}, "a.py", ["f"], None)
    assert answer.observe(asked(torch.ones(1))).lost == "timeout"
    seen = answer.observe(asked(torch.ones(0)))
    assert (seen.lost, "whole" in seen.lost_message or "used up" in seen.lost_message) == ("timeout", True)
    room.leave()
