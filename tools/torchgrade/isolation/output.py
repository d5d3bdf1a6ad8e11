"""What a contestant prints: collected by a thread, cut at a limit, split by call."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

_MARK_BYTES = 64
_PATIENCE_S = 1.0


class Output:
    """Reads a contestant's output stream for as long as it lives.

    The contestant writes a mark of the question's nonce behind what each call printed, so that output is
    given to the call it belongs to; a contestant that hides the mark only blurs its own output.
    """

    def __init__(self, stream: Any, keep: int) -> None:
        self._stream = stream
        self._keep = keep
        self._head = bytearray()
        self._tail = b""
        self._more = threading.Condition()
        self._ended = False
        self.total = 0
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def take(self, mark: bytes) -> str:
        """What was printed up to the mark, as text."""
        with self._more:
            self._more.wait_for(lambda: self._ended or mark in self._tail, timeout=_PATIENCE_S)
            printed, cut = bytes(self._head), self.total > len(self._head)
            self._head.clear()
            self._tail = b""
            self.total = 0
        text = printed.partition(mark)[0].decode("utf-8", "replace")
        return text + (f"\n[cut after {self._keep // 1024} KB]\n" if cut else "")

    def rest(self) -> str:
        """Everything left of a contestant that has ended."""
        return self.take(b"\0no such mark")

    def _read(self) -> None:
        try:
            while chunk := self._stream.read1(65536):
                with self._more:
                    self.total += len(chunk)
                    self._head += chunk[: max(0, self._keep - len(self._head))]
                    self._tail = (self._tail + chunk)[-_MARK_BYTES:]
                    self._more.notify_all()
        except (OSError, ValueError):
            pass
        with suppress(OSError, ValueError):
            self._stream.close()
        with self._more:
            self._ended = True
            self._more.notify_all()


def mark_of(nonce: bytes) -> bytes:
    """The mark that ends a call's output."""
    return b"\0" + nonce.hex().encode() + b"\0"
