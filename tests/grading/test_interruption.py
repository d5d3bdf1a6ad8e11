from __future__ import annotations

import os
import signal
import sys
import threading

import pytest

from torchgrade.grading import batch
from torchgrade.grading.interruption import Interrupted, Interruption
from torchgrade.grading.side_by_side import as_finished
from torchgrade.grading.starter import Starter, Stopped
from torchgrade.isolation.limits import Limits

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs fork and signals")


def test_what_runs_is_finished_what_waits_is_not_begun(monkeypatch):
    interruption, begun, go_on = Interruption(), [], threading.Event()

    def do(number: int) -> int:
        begun.append(number)
        if number == 1:
            interruption.heard = 1
            go_on.wait()
        return number

    abandoned = []
    found = as_finished(iter(range(100)), 1, do, lambda: abandoned.append(1), interruption)
    assert next(found) == 0
    threading.Timer(0.3, go_on.set).start()
    assert next(found) == 1
    with pytest.raises(Interrupted):
        next(found)
    assert begun == [0, 1]


@pytest.mark.parametrize("second", [True, False], ids=["a second signal", "time is up"])
def test_what_does_not_end_is_abandoned(monkeypatch, second):
    monkeypatch.setattr("torchgrade.grading.side_by_side._GRACE_S", 10**9 if second else 0)
    interruption, abandoned = Interruption(), threading.Event()

    def do(number: int) -> int:
        interruption.heard = 2 if second else 1
        abandoned.wait()
        raise Stopped

    with pytest.raises(Interrupted):
        list(as_finished(iter(range(9)), 2, do, abandoned.set, interruption))


@LINUX
@pytest.mark.usefixtures("warm")
def test_a_stopped_starter_ends_who_runs_and_starts_nobody():
    starter = Starter(batch.best_launcher)
    channel = starter.start(Limits())
    starter.stop()
    with pytest.raises(Exception, match="ended before it answered"):
        channel.ask({"do": "hello"}, 10.0)
    with pytest.raises(Stopped):
        starter.start(Limits())


@LINUX
def test_a_signal_is_an_exception_outside_and_a_number_inside():
    interruption = Interruption()
    before = signal.getsignal(signal.SIGTERM)
    with interruption.listening():
        with interruption.held():
            os.kill(os.getpid(), signal.SIGTERM)
            assert interruption.heard == 1
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Interrupted), interruption.noticed():
            pass
    assert interruption.heard == 2
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_signal_that_is_ignored_stays_so(monkeypatch):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interruption().listening():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
