from __future__ import annotations

import torch

from torchgrade.isolation.asked import Asked
from torchgrade.isolation.observe import Question
from torchgrade.isolation.plain import question_from_plain
from torchgrade.isolation.wire import decode


def question(size: int = 4) -> Question:
    return Question((torch.arange(float(size)),), {"dim": 0})


def test_a_question_is_encoded_once() -> None:
    asked, one = Asked(), question()
    assert asked.message(one) is asked.message(one)


def test_the_message_asks_what_the_question_says() -> None:
    message = Asked().message(question())
    arrived = decode(message.meta, message.body, strides=True)
    assert arrived["do"] == "observe"
    assert torch.equal(question_from_plain(arrived["question"]).args[0], torch.arange(4.0))


def test_equal_questions_that_are_not_the_same_are_kept_apart() -> None:
    asked = Asked()
    assert asked.message(question()) is not asked.message(question())


def test_what_was_asked_longest_ago_makes_room_and_is_encoded_anew() -> None:
    asked, first, second = Asked(most_bytes=6000), question(1000), question(1001)
    before = asked.message(first)
    asked.message(second)
    again = asked.message(first)
    assert again is not before
    assert again == before
