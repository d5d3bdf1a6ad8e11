"""What the tests of the untrusted side share: one warm zygote for all of them, and short ways to ask."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
import torch

from torchgrade.isolation.answer import Answer
from torchgrade.isolation.launch import Zygote
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.observe import Observation, Question
from torchgrade.isolation.remote import RemoteAnswer, Room

SECRET = "TORCHGRADE_TEST_SECRET"
# Little processor time, so that endless loops end soon, and a long clock, for busy machines.
SMALL = Limits(call_s=0.5, import_s=2.0, wall_factor=40.0, keep_output=16 * 1024, most_output=8 * 2**20)


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """One warm process, started while the judge's environment holds a secret."""
    os.environ[SECRET] = "not for contestants"
    try:
        started = Zygote()
    finally:
        del os.environ[SECRET]
    yield started
    started.close()


@pytest.fixture
def room(zygote: Zygote) -> Iterator[Room]:
    """One submission's contestant without kernel layers: what these tests prove must hold on every platform."""
    opened = Room(zygote, SMALL, Isolation("process"))
    yield opened
    opened.leave()


@pytest.fixture
def impatient(room: Room) -> None:
    """A short clock, for what sleeps or hides its processor time; `still_right` puts the long one back."""
    room.limits = replace(SMALL, wall_factor=3.0)


@pytest.fixture
def answer_in(room: Room) -> Callable[..., RemoteAnswer]:
    """`answer_in(source, **siblings)`: the learner's file `answer.py`, which defines `f`."""

    def make(source: str, probe: str | None = None, names: tuple[str, ...] = ("f",), **files: str) -> RemoteAnswer:
        return RemoteAnswer(room, {"answer.py": source, **files}, "answer.py", names, probe)

    return make


@pytest.fixture
def still_right(room: Room, answer_in: Callable[..., RemoteAnswer]) -> Callable[[], None]:
    """That the same room grades the next exercise as if nothing had been."""

    def check() -> None:
        room.limits = SMALL
        seen = answer_in("def f(x):\n    return x + 1\n").observe(asked(torch.zeros(2)))
        assert (seen.lost, seen.failure) == ("", None), seen
        assert torch.equal(seen.value, torch.ones(2))

    return check


def asked(*args: Any, **fields: Any) -> Question:
    return Question(args, fields.pop("kwargs", {}), **fields)


def loaded_and_asked(answer: RemoteAnswer, *args: Any, **fields: Any) -> Observation:
    assert answer.load().usable
    return answer.observe(asked(*args, **fields))


def alive(pid: int) -> bool:
    """Whether a process runs; one that was killed and that nobody collected yet does not."""
    with suppress(OSError), open(f"/proc/{pid}/stat", "rb") as file:
        return file.read().rpartition(b")")[2].split()[0] not in b"ZX"
    return False


def observed(body: str, *args: Any, probe: str | None = None, before: str = "", **fields: Any) -> Observation:
    """What a call of `f` with this body shows, in this process."""
    source = f"import torch\n{before}\ndef f(*args):\n    x = args[0] if args else None\n    {body}\n"
    answer = Answer({"a.py": source}, "a.py", ("f",), probe)
    assert answer.load().usable
    try:
        return answer.observe(asked(*args, **fields))
    finally:
        answer.close()
