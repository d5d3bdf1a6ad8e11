"""Processes that a contestant starts end with it, even where no kernel layer forbids starting them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress

import pytest

from .conftest import alive, asked, loaded_and_asked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the zygote needs Linux")

CHILD = """
import os, time
def f(leave, die):
    pid = os.fork()
    if pid:
        if leave:
            time.sleep(0.1)
        if die:
            os._exit(0)
        return pid
    if leave:
        os.setsid()
    time.sleep(1e6)
"""

DAEMON = """
import os, time
def f():
    reader, writer = os.pipe()
    if not os.fork():
        os.setsid()
        if not os.fork():
            os.write(writer, str(os.getpid()).encode())
            time.sleep(1e6)
        os._exit(0)
    os.wait()
    return int(os.read(reader, 20))
"""


def pids_of(wanted: Callable[[bytes], bool]) -> set[int]:
    return {int(name) for name in os.listdir("/proc") if name.isdigit() and wanted(status_of(name))}


def status_of(pid: str) -> bytes:
    with suppress(OSError), open(f"/proc/{pid}/status", "rb") as file:
        return file.read()
    return b""


@pytest.mark.parametrize("leave", [False, True], ids=["in its group", "in a session of its own"])
def test_a_forked_child_ends_with_its_contestant(room, answer_in, still_right, leave):
    pid = loaded_and_asked(answer_in(CHILD), leave, False).value
    assert alive(pid)
    room.leave()
    assert not alive(pid)
    still_right()


def test_a_daemon_ends_with_its_contestant(room, answer_in):
    pid = loaded_and_asked(answer_in(DAEMON)).value
    assert alive(pid)
    room.leave()
    assert not alive(pid)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("leave", [False, True], ids=["in its group", "in a session of its own"])
def test_the_child_of_a_contestant_that_died_ends_too(zygote, answer_in, still_right, leave):
    # The child holds the answers' pipe open: only the clock, or its end, tells the judge.
    assert loaded_and_asked(answer_in(CHILD), leave, True).lost in ("crashed", "timeout")
    still_right()
    parents = f"PPid:\t{zygote._process.pid}\n".encode()
    assert len(pids_of(lambda status: parents in status)) <= 1  # the room's own contestant


def test_a_child_that_answers_too_does_not_answer_the_next_question(room, answer_in, still_right):
    answer = answer_in("import os\ndef f(x):\n    return 1 if x and os.fork() else x\n")
    first = loaded_and_asked(answer, 5)
    assert first.lost == "broken" or first.value in (1, 5)  # whichever of the two was first
    second = answer.observe(asked(0))
    assert second.lost == "broken" or second.value == 0
    room.leave()  # as long as both of them answer, the submission loses calls, and nobody else does
    still_right()
