"""The untrusted process: loads a learner's file, answers the judge's questions, knows nothing else."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any, BinaryIO

from torchgrade.data.torchvision_repair import install_on_demand
from torchgrade.isolation.answer import Answer
from torchgrade.isolation.gpu import limit_memory, open_gpu, with_gpu
from torchgrade.isolation.layers import Policy, confine, prepare
from torchgrade.isolation.output import mark_of
from torchgrade.isolation.plain import observation_to_plain, question_from_plain
from torchgrade.isolation.warm_up import warm_up
from torchgrade.isolation.wire import frame, receive, send


class Contestant:
    """Holds the learner's file that is being asked about, and does what a message says."""

    def __init__(self, descriptors: Sequence[int]) -> None:
        self.descriptors = descriptors  # which stay open in all layers
        self.answer: Answer | None = None

    def handle(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer one message of the judge's."""
        if message["do"] == "confine":
            return self.confine(message)
        if message["do"] == "hello":
            return {}
        if message["do"] == "load":
            return self.load(message)
        if self.answer is None:
            raise RuntimeError("a question before any file was loaded")
        return observation_to_plain(self.answer.observe(question_from_plain(message["question"])))

    def confine(self, message: dict[str, Any]) -> dict[str, Any]:
        """Put the kernel's layers on this process, before any of the learner's code, and say how they hold."""
        policy = Policy.from_dict(message["policy"])
        if message["gpu_memory"] is not None:
            limit_memory(message["gpu_memory"])
            policy = with_gpu(policy)
        states = confine(policy, message["wanted"], keep_fds=self.descriptors)
        return {"layers": [[state.name, state.status, state.detail] for state in states]}

    def load(self, message: dict[str, Any]) -> dict[str, Any]:
        """Load a file in place of the one before."""
        if self.answer is not None:
            self.answer.close()
        self.answer = Answer(message["files"], message["path"], message["names"], message["probe"])
        return asdict(self.answer.load())


def serve(questions: BinaryIO, answers: BinaryIO, kept: Sequence[int] = ()) -> None:
    """Answer until the judge closes the stream; `kept` are descriptors that this process needs besides the two."""
    install_on_demand()
    contestant = Contestant([questions.fileno(), answers.fileno(), *kept])
    while True:
        try:
            nonce, message = receive(questions, strides=True)
        except EOFError:
            return
        reply = contestant.handle(message)
        _flush()
        _mark(nonce)
        send(answers, frame(nonce, reply))


def _flush() -> None:
    for name in ("stdout", "stderr"):
        with suppress(BaseException):  # the learner may have closed, replaced or deleted it
            getattr(sys, name).flush()


def _mark(nonce: bytes) -> None:
    """End this call's output, so that the judge knows whose it is."""
    with suppress(OSError):
        os.write(2, mark_of(nonce))


def take_over_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep stdin and stdout for the judge; the learner's own go to nothing and to stderr's pipe."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)
    os.dup2(2, 1)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="replace", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="replace", closefd=False, buffering=1)
    return questions, answers


def main() -> None:
    """Entry point of a contestant that is started; the arguments are "compiler" or "plain", and "gpu" or "cpu"."""
    kind, device = sys.argv[1:]
    streams = take_over_standard_streams()
    warm_up(compiler=kind == "compiler")
    prepare()
    serve(*streams, kept=open_gpu() if device == "gpu" else ())
