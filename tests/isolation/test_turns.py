"""Many ask at once, and one alone: nobody else has a question out then, and nobody waits for ever."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from torchgrade.isolation.turns import Turns


def test_many_ask_at_once():
    turns, together = Turns(), threading.Barrier(3, timeout=30)

    def ask() -> int:
        with turns.beside_others():
            return together.wait()  # which needs all three to be there

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(lambda _: ask(), range(3))) == [0, 1, 2]


def test_one_that_is_alone_waits_for_what_is_out_and_holds_back_what_comes():
    turns, out, answered, said = Turns(), threading.Event(), threading.Event(), []

    def other() -> None:
        with turns.beside_others():
            out.set()
            assert answered.wait(30)
            said.append("the question that was out")
        with turns.beside_others():
            said.append("the next one")

    def repeat() -> None:
        with turns.alone():
            said.append("alone")
            with turns.beside_others():
                said.append("still alone")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(other)
        assert out.wait(30)
        second = pool.submit(repeat)
        while turns._alone is None:  # until it waits to be alone
            threading.Event().wait(0.001)
        answered.set()
        first.result(30), second.result(30)
    assert said == ["the question that was out", "alone", "still alone", "the next one"]


def test_two_that_want_to_be_alone_come_one_after_the_other():
    turns, inside, most = Turns(), [], []

    def repeat(number: int) -> None:
        with turns.alone():
            inside.append(number)
            most.append(len(inside))
            inside.remove(number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(repeat, range(40)))
    assert most == [1] * 40


def test_whoever_ends_with_an_exception_gives_the_turn_back():
    turns = Turns()
    for turn in (turns.alone, turns.beside_others):
        with pytest.raises(ZeroDivisionError), turn():
            raise ZeroDivisionError
    with turns.alone():
        pass
