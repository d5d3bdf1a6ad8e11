"""The judge's end of one contestant: questions out, replies in, output collected, deadlines kept."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from torchgrade.isolation.limits import Limits, cpu_seconds
from torchgrade.isolation.output import mark_of
from torchgrade.isolation.pipes import Streams, pipes_of
from torchgrade.isolation.wire import Encoded, ProtocolError, frame
from torchgrade.language.said import say

_POLL_S = 0.05
_LOOK_S = 0.2  # between looks at the processor time of a contestant that answers quickly


class Lost(Exception):
    """The contestant cannot answer any more; `kind` is "timeout", "crashed" or "broken"."""

    def __init__(self, kind: str, message: str, output: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.output = output

    def __str__(self) -> str:
        """The message as it was said, which other languages can say too."""
        return self.message


class Channel:
    """One running contestant, asked one question at a time.

    A deadline holds even for a contestant that never reads; what it sends unasked stays in the pipe. A reply is taken
    only with the nonce of the question it answers.
    """

    def __init__(self, pid: int, streams: Streams, kill: Callable[[], None], limits: Limits) -> None:
        self.pid = pid
        self.limits = limits
        self.kill = kill
        self.pipes = pipes_of(streams, limits.keep_output)
        self._closed = False
        self._cpu = 0.0
        self._looked = time.monotonic()

    def ask(self, message: dict[str, Any] | Encoded, seconds: float) -> tuple[Any, str]:
        """Send a message; return its reply and what the contestant printed meanwhile.

        Raises:
            Lost: no reply came in time, or the contestant died, flooded its output or answered nonsense.
        """
        if self._closed:
            raise Lost("crashed", say("the process was ended before"))
        nonce = secrets.token_bytes(16)
        self.pipes.put(b"".join(frame(nonce, message, keep_strides=True)))
        reply = self._wait(seconds)
        if isinstance(reply, ProtocolError):
            raise self._lost("broken", say("the process sent {what}", what=reply))
        if isinstance(reply, Exception):
            raise self._lost("crashed", say("the process ended before it answered"))
        if reply[0] != nonce:
            raise self._lost("broken", say("the process sent an answer to another question"))
        return reply[1], self.pipes.output(mark_of(nonce))

    def _wait(self, seconds: float) -> tuple[bytes, Any] | Exception:
        start, used = time.monotonic(), None
        while (reply := self.pipes.reply(_POLL_S)) is None:  # most come before this, and need no look at the process
            used = cpu_seconds(self.pid) if used is None else used
            self._check_limits(seconds, start, used)
        return reply

    def _check_limits(self, seconds: float, start: float, used: float | None) -> None:
        if self.pipes.printed > self.limits.most_output:
            most = self.limits.most_output // 2**20
            raise self._lost("crashed", say("it printed more than {most} MB in one call", most=most))
        now, clock = cpu_seconds(self.pid), time.monotonic() - start
        if (clock if now is None or used is None else now - used) > seconds:
            raise self._lost("timeout", say("no answer after {seconds} s of computing", seconds=f"{seconds:g}"))
        if clock > seconds * self.limits.wall_factor:
            waited = f"{seconds * self.limits.wall_factor:g}"
            raise self._lost("timeout", say("no answer after {seconds} s of waiting", seconds=waited))

    def cpu_used(self, now: bool = False) -> float:
        """Seconds of processor time up to a moment ago, 0 where the platform does not tell."""
        if not self._closed and (now or time.monotonic() - self._looked > _LOOK_S):
            self._looked = time.monotonic()
            self._cpu = max(self._cpu, cpu_seconds(self.pid) or 0.0)
        return self._cpu

    def close(self) -> None:
        """End the contestant and everything that it started."""
        if not self._closed:
            self._end()
            self.pipes.close()

    def _end(self) -> None:
        self.cpu_used(now=True)
        self._closed = True
        self.kill()

    def _lost(self, kind: str, message: str) -> Lost:
        self._end()
        last_words = self.pipes.last_words()
        self.pipes.close()
        return Lost(kind, message, last_words)
