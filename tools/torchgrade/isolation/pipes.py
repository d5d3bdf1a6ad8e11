"""The judge's ends of a contestant's pipes: a question out, its reply and what was printed in, never waiting too long.

A contestant may never read, never write, or flood its output: each wait here has an end, whatever it does.
"""

from __future__ import annotations

import os
import select
import time
from typing import Any, BinaryIO, Protocol

from torchgrade.isolation.output import NEVER, PATIENCE_S, Printed
from torchgrade.isolation.threaded_pipes import ThreadedPipes
from torchgrade.isolation.wire import Incoming

Streams = tuple[BinaryIO, BinaryIO, BinaryIO]

FAREWELL_S = 1.0  # a process that escaped the kill may hold the pipes
_AT_ONCE_S = 0.005  # most replies come before this; until then nobody needs to look at the output
_CHUNK = 2**16


class Pipes(Protocol):
    """Three pipes: questions, answers, output."""

    def put(self, frame: bytes) -> None:
        """Send a question, when the contestant has answered the one before."""

    def reply(self, seconds: float) -> tuple[bytes, Any] | Exception | None:
        """The reply as (nonce, value), or why there will be none; None if there is none after so many seconds."""

    @property
    def printed(self) -> int:
        """Bytes of output since the last question's end."""

    def output(self, mark: bytes) -> str:
        """What was printed up to the mark."""

    def last_words(self) -> str:
        """What a contestant that was ended has printed."""

    def close(self) -> None:
        """Give the pipes back."""


class PolledPipes:
    """Pipes that one thread asks and hears by itself, where the system tells which of them is ready."""

    def __init__(self, streams: Streams, keep_output: int) -> None:
        self._streams = streams
        self._questions, self._answers, self._said = (stream.fileno() for stream in streams)
        for stream in streams:
            os.set_blocking(stream.fileno(), False)
        self._unsent = memoryview(b"")
        self._incoming = Incoming()
        self._printed = Printed(keep_output)

    @property
    def printed(self) -> int:
        """Bytes of output since the last question's end."""
        return self._printed.total

    def put(self, frame: bytes) -> None:
        """Send what the pipe takes now; `reply` sends the rest."""
        self._unsent = memoryview(frame)
        self._incoming = Incoming()

    def reply(self, seconds: float) -> tuple[bytes, Any] | Exception | None:
        """The reply as (nonce, value), or why there will be none; None if there is none after so many seconds."""
        try:
            self._send()
            if not self._unsent and _ready(self._answers, min(seconds, _AT_ONCE_S)) and self._receive():
                return self._incoming.value()
            until = time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0:
                if self._exchange(left):
                    return self._incoming.value()
        except Exception as error:
            return error
        return None

    def _exchange(self, seconds: float) -> bool:
        """Wait for any pipe and serve it; whether the reply is whole."""
        wanted = select.poll()
        wanted.register(self._answers, select.POLLIN)
        if not self._printed.ended:
            wanted.register(self._said, select.POLLIN)
        if self._unsent:
            wanted.register(self._questions, select.POLLOUT)
        ready = {descriptor for descriptor, _ in wanted.poll(seconds * 1000)}
        if self._said in ready:
            self._listen()
        if self._questions in ready:
            self._send()
        return self._answers in ready and self._receive()

    def _send(self) -> None:
        try:
            while self._unsent:
                self._unsent = self._unsent[os.write(self._questions, self._unsent) :]
        except BlockingIOError:
            pass

    def _receive(self) -> bool:
        """Take what has come of the reply and nothing that lies behind it; whether it is whole."""
        try:
            while missing := self._incoming.missing():
                chunk = os.read(self._answers, min(missing, 2**20))
                if not chunk:
                    raise EOFError
                self._incoming.add(chunk)
        except BlockingIOError:
            return False
        return True

    def _listen(self) -> bool:
        """Take one piece of what was printed; whether there was any, or its end."""
        try:
            self._printed.add(os.read(self._said, _CHUNK))
        except BlockingIOError:
            return False
        return True

    def output(self, mark: bytes) -> str:
        """What was printed up to the mark."""
        self._listen_until(mark, PATIENCE_S)
        return self._printed.take(mark)

    def last_words(self) -> str:
        """What a contestant that was ended has printed."""
        self._listen_until(NEVER, FAREWELL_S)
        return self._printed.take(NEVER)

    def _listen_until(self, mark: bytes, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._printed.is_whole(mark):
            if not self._listen() and not _ready(self._said, until - time.monotonic()):
                return

    def close(self) -> None:
        """Give the pipes back."""
        self._printed.ended = True
        for stream in self._streams:
            stream.close()


def _ready(descriptor: int, seconds: float) -> bool:
    """Whether a pipe has something to read, or its end, before so many seconds have passed."""
    wanted = select.poll()
    wanted.register(descriptor, select.POLLIN)
    return bool(wanted.poll(max(0.0, seconds) * 1000))


def pipes_of(streams: Streams, keep_output: int) -> Pipes:
    """The pipes as this system can serve them."""
    return PolledPipes(streams, keep_output) if hasattr(select, "poll") else ThreadedPipes(streams, keep_output)
