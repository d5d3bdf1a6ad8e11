"""The processor time of a process, as far as the platform tells."""

from __future__ import annotations

import os
import sys

import pytest

from torchgrade.isolation.limits import cpu_seconds

from .conftest import asked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")


def test_a_process_that_computes_uses_time():
    before = cpu_seconds(os.getpid())
    while cpu_seconds(os.getpid()) == before:
        pass
    assert cpu_seconds(os.getpid()) > before


def test_no_process_has_no_time():
    assert cpu_seconds(2**30) is None


def test_a_process_may_call_itself_what_it_likes(answer_in, room):
    source = "def f(x):\n    open('/proc/self/comm', 'wb').write(b'\\xff) R 1 \\xfe')\n    while True: pass\n"
    answer = answer_in(source)
    assert answer.observe(asked(1)).lost == "timeout"
    assert room.spent() >= room.limits.call_s
