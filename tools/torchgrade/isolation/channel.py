"""The judge's end of one contestant: questions out, replies in, output collected, deadlines kept."""

from __future__ import annotations

import queue
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from torchgrade.isolation.limits import Limits, cpu_seconds
from torchgrade.isolation.output import Output, mark_of
from torchgrade.isolation.wire import Encoded, ProtocolError, frame, receive, send

_POLL_S = 0.05
_LOOK_S = 0.2  # between looks at the processor time of a contestant that answers quickly
_FAREWELL_S = 1.0  # a process that escaped the kill may hold the pipes; its threads then end with it


class Lost(Exception):
    """The contestant cannot answer any more; `kind` is "timeout", "crashed" or "broken"."""

    def __init__(self, kind: str, message: str, output: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.output = output


class Channel:
    """One running contestant, asked one question at a time.

    A thread writes each question and reads its reply, so that a deadline holds on every platform, even for a
    contestant that never reads; what it sends unasked stays in the pipe. A reply is taken only with the nonce of
    the question it answers.
    """

    def __init__(
        self, pid: int, streams: tuple[BinaryIO, BinaryIO, BinaryIO], kill: Callable[[], None], limits: Limits
    ) -> None:
        self.pid = pid
        self.limits = limits
        self._questions, self._answers, self._printed = streams
        self.kill = kill
        self._closed = False
        self._cpu = 0.0
        self._looked = time.monotonic()
        self._parts: queue.Queue[tuple[bytes, bytes] | None] = queue.Queue()
        self._replies: queue.Queue[tuple[bytes, Any] | Exception] = queue.Queue()
        self.output = Output(self._printed, limits.keep_output)
        self._talker = threading.Thread(target=self._talk, daemon=True)
        self._talker.start()

    def ask(self, message: dict[str, Any] | Encoded, seconds: float) -> tuple[Any, str]:
        """Send a message; return its reply and what the contestant printed meanwhile.

        Raises:
            Lost: no reply came in time, or the contestant died, flooded its output or answered nonsense.
        """
        nonce = secrets.token_bytes(16)
        self._parts.put(frame(nonce, message, keep_strides=True))
        reply = self._wait(seconds)
        if isinstance(reply, ProtocolError):
            raise self._lost("broken", f"the process sent {reply}")
        if isinstance(reply, Exception):
            raise self._lost("crashed", "the process ended before it answered")
        if reply[0] != nonce:
            raise self._lost("broken", "the process sent an answer to another question")
        return reply[1], self.output.take(mark_of(nonce))

    def _wait(self, seconds: float) -> tuple[bytes, Any] | Exception:
        start, used = time.monotonic(), None
        while True:
            try:
                return self._replies.get(timeout=_POLL_S)
            except queue.Empty:  # most replies come before this, and need no look at the process
                used = cpu_seconds(self.pid) if used is None else used
                self._check_limits(seconds, start, used)

    def _check_limits(self, seconds: float, start: float, used: float | None) -> None:
        if self.output.total > self.limits.most_output:
            raise self._lost("crashed", f"it printed more than {self.limits.most_output // 2**20} MB in one call")
        now, clock = cpu_seconds(self.pid), time.monotonic() - start
        if (clock if now is None or used is None else now - used) > seconds:
            raise self._lost("timeout", f"no answer after {seconds:g} s of computing")
        if clock > seconds * self.limits.wall_factor:
            raise self._lost("timeout", f"no answer after {seconds * self.limits.wall_factor:g} s of waiting")

    def cpu_used(self, now: bool = False) -> float:
        """Seconds of processor time up to a moment ago, 0 where the platform does not tell."""
        if not self._closed and (now or time.monotonic() - self._looked > _LOOK_S):
            self._looked = time.monotonic()
            self._cpu = max(self._cpu, cpu_seconds(self.pid) or 0.0)
        return self._cpu

    def close(self) -> None:
        """End the contestant and everything that it started."""
        if self._closed:
            return
        self.cpu_used(now=True)
        self._closed = True
        self.kill()
        self._parts.put(None)
        for thread in (self._talker, self.output.thread):
            thread.join(timeout=_FAREWELL_S)

    def _lost(self, kind: str, message: str) -> Lost:
        self.close()
        return Lost(kind, message, self.output.rest())

    def _talk(self) -> None:
        """Write questions and read replies until there is nothing more to hear, then close both streams."""
        try:
            while parts := self._parts.get():
                send(self._questions, parts)
                self._replies.put(receive(self._answers))
        except Exception as error:
            self._replies.put(error)
        for stream in (self._questions, self._answers):
            with suppress(OSError, ValueError):
                stream.close()
