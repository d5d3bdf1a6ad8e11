"""A contestant's pipes where the system cannot tell which of them is ready: two threads wait for them."""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from typing import Any, BinaryIO

from torchgrade.isolation.output import NEVER, PATIENCE_S, Printed
from torchgrade.isolation.wire import receive

_FAREWELL_S = 1.0  # a process that escaped the kill may hold the pipes; its threads then end with it


class ThreadedPipes:
    """Pipes of which one thread writes each question and reads its reply, and another one reads what is printed."""

    def __init__(self, streams: tuple[BinaryIO, BinaryIO, BinaryIO], keep_output: int) -> None:
        self._questions, self._answers, self._said = streams
        self._frames: queue.Queue[bytes | None] = queue.Queue()
        self._replies: queue.Queue[tuple[bytes, Any] | Exception] = queue.Queue()
        self._printed = Printed(keep_output)
        self._more = threading.Condition()
        self.threads = [threading.Thread(target=target, daemon=True) for target in (self._talk, self._listen)]
        for thread in self.threads:
            thread.start()

    @property
    def printed(self) -> int:
        """Bytes of output since the last question's end."""
        return self._printed.total

    def put(self, frame: bytes) -> None:
        """Have a question sent."""
        self._frames.put(frame)

    def reply(self, seconds: float) -> tuple[bytes, Any] | Exception | None:
        """The reply as (nonce, value), or why there will be none; None if there is none after so many seconds."""
        try:
            return self._replies.get(timeout=seconds)
        except queue.Empty:
            return None

    def output(self, mark: bytes) -> str:
        """What was printed up to the mark."""
        with self._more:
            self._more.wait_for(lambda: self._printed.is_whole(mark), timeout=PATIENCE_S)
            return self._printed.take(mark)

    def last_words(self) -> str:
        """What a contestant that was ended has printed."""
        return self.output(NEVER)

    def close(self) -> None:
        """Let the threads end; each closes what it served."""
        self._frames.put(None)
        for thread in self.threads:
            thread.join(timeout=_FAREWELL_S)

    def _talk(self) -> None:
        """Write questions and read replies until there is nothing more to hear, then close both streams."""
        try:
            while frame := self._frames.get():
                self._questions.write(frame)
                self._questions.flush()
                self._replies.put(receive(self._answers))
        except Exception as error:
            self._replies.put(error)
        for stream in (self._questions, self._answers):
            with suppress(OSError, ValueError):
                stream.close()

    def _listen(self) -> None:
        with suppress(OSError, ValueError):
            while chunk := self._said.read1(2**16):  # type: ignore[attr-defined]
                self._add(chunk)
        with suppress(OSError, ValueError):
            self._said.close()
        self._add(b"")

    def _add(self, chunk: bytes) -> None:
        with self._more:
            self._printed.add(chunk)
            self._more.notify_all()
