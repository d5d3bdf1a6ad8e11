"""Listening to what a learner's code prints in this process, while it still appears where it would."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

from torchgrade.isolation.limits import Limits


class Heard:
    """What was printed, cut at the limit that an isolated run has."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left = self._keep = Limits().keep_output
        self._cut = False

    def add(self, text: str) -> None:
        """Keep what there is still room for."""
        data = text.encode("utf-8", "replace")
        self._cut = self._cut or len(data) > self._left
        self._parts.append(data[: self._left].decode("utf-8", "replace"))
        self._left = max(0, self._left - len(data))

    @property
    def text(self) -> str:
        """Everything kept, and a word where something was not."""
        return "".join(self._parts) + (f"\n[cut after {self._keep // 1024} KB]\n" if self._cut else "")


class _Tee:
    """A text stream that hands on all it is given, and lets it be heard."""

    def __init__(self, stream: Any, said: Heard) -> None:
        self._stream, self._said = stream, said

    def write(self, text: str) -> int:
        self._said.add(text)
        self._stream.write(text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def heard() -> Iterator[Heard]:
    """Hear what is printed inside the block, on either stream."""
    said = Heard()
    with redirect_stdout(_Tee(sys.stdout, said)), redirect_stderr(_Tee(sys.stderr, said)):
        yield said
