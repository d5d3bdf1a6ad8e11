"""Questions as bytes, encoded once for a class: every submission is asked the same ones."""

from __future__ import annotations

import threading
from collections import OrderedDict

from torchgrade.isolation.observe import Question
from torchgrade.isolation.plain import question_to_plain
from torchgrade.isolation.wire import Encoded, encode

_MOST_BYTES = 64 * 2**20


class Asked:
    """Keeps what was encoded last, within a limit of bytes; safe for several threads."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._turn = threading.Lock()
        # The question is kept beside its bytes, so that its identity stays its own.
        self._kept: OrderedDict[int, tuple[Question, Encoded]] = OrderedDict()

    def message(self, question: Question) -> Encoded:
        """The message that asks a question."""
        with self._turn:
            kept = self._kept.get(id(question))
            if kept is not None:
                self._kept.move_to_end(id(question))
                return kept[1]
        encoded = Encoded(*encode({"do": "observe", "question": question_to_plain(question)}, keep_strides=True))
        with self._turn:
            self._keep(question, encoded)
        return encoded

    def _keep(self, question: Question, encoded: Encoded) -> None:
        if id(question) in self._kept:
            return
        self._kept[id(question)] = (question, encoded)
        self._bytes += len(encoded.meta) + len(encoded.body)
        while self._bytes > self._most:
            _, (_, oldest) = self._kept.popitem(last=False)
            self._bytes -= len(oldest.meta) + len(oldest.body)


ASKED = Asked()
