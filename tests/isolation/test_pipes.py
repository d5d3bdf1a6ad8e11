"""Pipes are served as the system can, and a wait ends when it should. What a channel makes of them: test_channel.py."""

from __future__ import annotations

import os
import select

import pytest

from torchgrade.isolation.pipes import PolledPipes, pipes_of
from torchgrade.isolation.threaded_pipes import ThreadedPipes
from torchgrade.isolation.wire import ProtocolError, frame

NONCE = bytes(range(16))


class Ends:
    """Three pipes, and the contestant's ends of them."""

    def __init__(self) -> None:
        (self.questions, q), (a, self.answers), (o, self.printed) = os.pipe(), os.pipe(), os.pipe()
        self.streams = (os.fdopen(q, "wb"), os.fdopen(a, "rb"), os.fdopen(o, "rb"))

    def close(self) -> None:
        for descriptor in (self.questions, self.answers, self.printed):
            os.close(descriptor)


@pytest.fixture
def ends():
    return Ends()


@pytest.fixture(params=[PolledPipes, ThreadedPipes], ids=["polled", "threaded"])
def pipes(request, ends):
    if request.param is PolledPipes and not hasattr(select, "poll"):
        pytest.skip("this system cannot tell which pipe is ready")
    made = request.param(ends.streams, 1000)
    yield made
    ends.close()
    made.close()


def test_threads_serve_them_only_where_the_system_cannot_tell_which_is_ready(ends, monkeypatch):
    monkeypatch.delattr(select, "poll", raising=False)
    made = pipes_of(ends.streams, 1000)
    ends.close()
    made.close()
    assert isinstance(made, ThreadedPipes)


def test_no_reply_in_time_is_none_and_comes_later(pipes, ends):
    pipes.put(b"question")
    assert pipes.reply(0.01) is None
    assert os.read(ends.questions, 100) == b"question"
    whole = b"".join(frame(NONCE, [1, 2]))
    os.write(ends.answers, whole[:50])
    assert pipes.reply(0.01) is None
    os.write(ends.answers, whole[50:])
    assert pipes.reply(60) == (NONCE, [1, 2])


def test_a_reply_of_the_wrong_form_is_said_to_be_so(pipes, ends):
    pipes.put(b"question")
    os.write(ends.answers, b"x" * 100)
    assert isinstance(pipes.reply(60), ProtocolError)


def test_output_is_counted_while_a_reply_is_waited_for(pipes, ends):
    pipes.put(b"question")
    os.write(ends.printed, b"x" * 5000)
    assert pipes.reply(0.1) is None
    assert pipes.printed == 5000
