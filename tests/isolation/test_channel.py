"""The judge's end keeps its deadlines, whatever the other end does with the pipes."""

from __future__ import annotations

import os
import select
import threading
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from torchgrade import failure_messages
from torchgrade.isolation import channel, pipes, threaded_pipes
from torchgrade.isolation.channel import Channel, Lost
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.output import mark_of
from torchgrade.isolation.pipes import PolledPipes
from torchgrade.isolation.threaded_pipes import ThreadedPipes
from torchgrade.isolation.wire import HEADER, MAGIC, frame, receive
from torchgrade.language.said import parts

LIMITS = Limits(wall_factor=2.0, keep_output=1000, most_output=10**5)


class Other:
    """The contestant's ends of the pipes, in this process; it counts as its own process."""

    def __init__(self) -> None:
        (q_read, q_write), (a_read, a_write), (o_read, o_write) = os.pipe(), os.pipe(), os.pipe()
        self.questions = os.fdopen(q_read, "rb")
        self.answers, self.printed = a_write, o_write
        self.killed = 0
        self.escaped = self.ended = False
        streams: Any = (os.fdopen(q_write, "wb"), os.fdopen(a_read, "rb"), os.fdopen(o_read, "rb"))
        self.channel = Channel(2**30, streams, self.kill, LIMITS)  # no such process: only the clock counts

    def kill(self) -> None:
        self.killed += 1
        if not self.escaped:
            self.end()

    def answer(self, value: Any) -> None:
        nonce, _ = receive(self.questions)
        os.write(self.printed, b"said" + mark_of(nonce))
        os.write(self.answers, b"".join(frame(nonce, value)))

    def end(self) -> None:
        if not self.ended:
            self.ended = True
            self.questions.close()
            os.close(self.answers)
            os.close(self.printed)


@pytest.fixture(autouse=True, params=[PolledPipes, ThreadedPipes], ids=["polled", "threaded"])
def kind(request, monkeypatch) -> type:
    """Pipes as POSIX and as Windows have them: the channel behaves alike."""
    if request.param is PolledPipes and not hasattr(select, "poll"):
        pytest.skip("this system cannot tell which pipe is ready")
    monkeypatch.setattr(channel, "pipes_of", request.param)
    return request.param


@pytest.fixture
def other(kind) -> Iterator[Other]:
    made = Other()
    yield made
    made.channel.close()
    made.end()


@pytest.fixture
def ask(other: Other) -> Callable[..., Any]:
    """Ask while a thread plays the contestant."""

    def run(play: Callable[[], None] = lambda: None, message: Any = None, seconds: float = 0.2) -> Any:
        thread = threading.Thread(target=play)
        thread.start()
        try:
            return other.channel.ask(message or {"do": "x"}, seconds)
        finally:
            thread.join()

    return run


def test_a_reply_comes_with_what_was_printed(other, ask):
    assert ask(lambda: other.answer([1]), seconds=60) == ([1], "said")
    assert ask(lambda: other.answer([2]), seconds=60) == ([2], "said")
    assert other.killed == 0


def test_silence_is_a_timeout_and_ends_the_contestant(other, ask):
    with pytest.raises(Lost) as caught:
        ask()
    assert (caught.value.kind, other.killed) == ("timeout", 1)


def test_a_question_that_nobody_reads_is_a_timeout(other, ask):
    with pytest.raises(Lost) as caught:
        ask(message={"do": "x" * 10**6})
    assert caught.value.kind == "timeout"


def test_a_slow_drip_does_not_move_the_deadline(other, ask):
    def drip() -> None:
        nonce, _ = receive(other.questions)
        for byte in HEADER.pack(MAGIC, nonce, 100, 0) + b" " * 10:
            os.write(other.answers, bytes([byte]))

    with pytest.raises(Lost) as caught:
        ask(drip)
    assert caught.value.kind == "timeout"


@pytest.mark.parametrize(
    "reply",
    [b"garbage" * 100, HEADER.pack(MAGIC, bytes(16), 2**32 - 1, 0), b"".join(frame(bytes(16), 1))],
    ids=["garbage", "too large", "another question's"],
)
def test_a_reply_that_is_none_breaks_the_contestant(other, ask, reply):
    with pytest.raises(Lost) as caught:
        ask(lambda: os.write(other.answers, reply), seconds=60)
    assert (caught.value.kind, other.killed) == ("broken", 1)


def test_an_end_of_the_answers_is_a_crash_with_the_last_output():
    other = Other()
    os.write(other.printed, b"last words")
    other.end()
    with pytest.raises(Lost) as caught:
        other.channel.ask({}, 60)
    assert (caught.value.kind, caught.value.output) == ("crashed", "last words")


def test_the_reason_can_be_said_in_another_language():
    other = Other()
    other.end()
    with pytest.raises(Lost) as caught:
        other.channel.ask({}, 60)
    assert str(caught.value) == "the process ended before it answered"
    [_template, values] = parts(failure_messages.lost(caught.value.kind, str(caught.value)))
    assert values["detail"] == ["the process ended before it answered", {}]


def test_too_much_output_is_a_crash(other, ask):
    def flood() -> None:
        for _ in range(20):
            os.write(other.printed, b"x" * 10**4)

    with pytest.raises(Lost, match="printed more") as caught:
        ask(flood, seconds=60)
    assert len(caught.value.output) < 1100


def test_only_the_reply_that_is_waited_for_is_read(other, ask):
    ask(lambda: other.answer(1), seconds=60)
    extra = b"".join(frame(bytes(16), "x" * 20_000))
    for _ in range(3):
        os.write(other.answers, extra)  # 60 KB stay in the pipe, and not in the judge
    assert unread(other.channel.pipes._answers) == 3 * len(extra)

    def too_late() -> None:
        with suppress(OSError):  # the channel may have closed already, on the forged reply before this one
            other.answer(2)

    with pytest.raises(Lost) as caught:
        ask(too_late, seconds=60)
    assert caught.value.kind == "broken"


def test_closing_twice_kills_once(other):
    other.channel.close()
    other.channel.close()
    assert other.killed == 1


def test_a_closed_channel_is_no_hang(other, ask):
    other.channel.close()
    with pytest.raises(Lost):
        ask()


def test_a_process_that_kept_the_pipes_cannot_hold_the_judge(other, monkeypatch):
    monkeypatch.setattr(pipes, "FAREWELL_S", 0.01)
    monkeypatch.setattr(threaded_pipes, "_FAREWELL_S", 0.01)
    monkeypatch.setattr(threaded_pipes, "PATIENCE_S", 0.01)
    other.escaped = True
    with pytest.raises(Lost):
        other.channel.ask({"do": "x" * 10**6}, 0.1)
    threads = getattr(other.channel.pipes, "threads", [])
    assert all(thread.is_alive() for thread in threads)
    other.end()
    for thread in threads:
        thread.join()


def test_a_question_larger_than_a_pipe_arrives_whole_while_much_is_printed(other, ask):
    seen = []

    def read_late() -> None:
        for _ in range(9):
            os.write(other.printed, b"y" * 10**4)  # more than a pipe holds, before the question is read
        nonce, message = receive(other.questions)
        seen.append(message)
        os.write(other.printed, mark_of(nonce))
        os.write(other.answers, b"".join(frame(nonce, "z" * 10**5)))

    reply, printed = ask(read_late, message={"do": "x" * 10**6}, seconds=60)
    assert (seen, reply) == ([{"do": "x" * 10**6}], "z" * 10**5)
    assert printed.startswith("y" * 1000)


def unread(answers: Any) -> int:
    """How many bytes wait in a pipe."""
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    count = array("i", [0])
    fcntl.ioctl(answers, termios.FIONREAD, count)
    return count[0]
