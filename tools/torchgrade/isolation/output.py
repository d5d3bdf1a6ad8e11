"""What a contestant prints: cut at a limit, split by call."""

from __future__ import annotations

_MARK_BYTES = 64
NEVER = b"\0no such mark"  # what no output ends with: everything is asked for
PATIENCE_S = 1.0  # for a mark that the contestant may have hidden


class Printed:
    """What was printed since the last call's end.

    The contestant writes a mark of the question's nonce behind what each call printed, so that output is
    given to the call it belongs to; a contestant that hides the mark only blurs its own output.
    """

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._head = bytearray()
        self._tail = b""
        self.total = 0
        self.ended = False

    def add(self, chunk: bytes) -> None:
        """More of it; nothing means that there will be no more."""
        self.ended |= not chunk
        self.total += len(chunk)
        self._head += chunk[: max(0, self._keep - len(self._head))]
        self._tail = (self._tail + chunk)[-_MARK_BYTES:]

    def is_whole(self, mark: bytes) -> bool:
        """Whether everything up to the mark is here, or nothing more will come."""
        return self.ended or mark in self._tail

    def take(self, mark: bytes) -> str:
        """What was printed up to the mark, as text, and begin anew."""
        printed, cut = bytes(self._head), self.total > len(self._head)
        self._head.clear()
        self._tail = b""
        self.total = 0
        text = printed.partition(mark)[0].decode("utf-8", "replace")
        return text + (f"\n[cut after {self._keep // 1024} KB]\n" if cut else "")


def mark_of(nonce: bytes) -> bytes:
    """The mark that ends a call's output."""
    return b"\0" + nonce.hex().encode() + b"\0"
