"""Processes that were left behind."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from torchgrade.doctor import strays

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
def sleeper():
    """A process in a session of its own."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True)
    yield process
    process.kill()
    process.communicate()


def test_what_lives_in_a_contestants_session_is_found(sleeper):
    assert strays.left_of([sleeper.pid]) == [sleeper.pid]
    assert strays.left_of([]) == []


def test_it_is_ended(sleeper):
    strays.end([sleeper.pid])
    assert strays.left_of([sleeper.pid]) == []


def test_an_orphan_that_left_its_session_becomes_ours():
    code = (
        "import os\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    print(os.getpid(), flush=True)\n"
        "    import time; time.sleep(60)\n"
    )
    with strays.adopting_orphans():
        known = [one.pid for one in strays.processes() if one.parent == os.getpid()]
        done = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert done.stdout is not None
        orphan = int(done.stdout.readline())
        done.wait()
        try:
            assert strays.adopted(known) == [orphan]
        finally:
            strays.end([orphan])
            done.stdout.close()
    assert strays.adopted(known) == []
