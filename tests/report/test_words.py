from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from torchgrade.report.words import case_name, of_status, of_verdict, submissions_in_words, verdict_of_exercise, words
from torchgrade.results import Check, Evidence, Verdict

CHECK = Check("softmax", "softmax::test_values", "gives the values", 0, 4, "passed")


def test_every_verdict_of_the_model_has_a_mark_and_a_word() -> None:
    assert set(words()) == set(get_args(Verdict))
    assert all(word.mark in "✓✗–" and word.word for word in words().values())


def test_only_a_pass_has_the_tick() -> None:
    assert [verdict for verdict, word in words().items() if word.mark == "✓"] == ["passed"]


def test_words_tell_the_verdicts_apart() -> None:
    assert len({word.word for word in words().values()}) == len(words())


def test_a_word_from_a_later_version_is_shown_as_spelled() -> None:
    assert of_verdict("half_right") == ("–", "half right")
    assert of_status("set_aside") == ("–", "set aside")


@pytest.mark.parametrize(
    ("verdicts", "whole"),
    [
        (["passed", "passed"], "passed"),
        (["passed", "not_run"], "passed"),
        (["passed", "failed", "timeout"], "timeout"),
        (["not_started", "not_started"], "not_started"),
        (["passed", "not_started"], "not_started"),
        (["passed", "not_selected"], "not_selected"),
        (["passed", "grader_fault"], "grader_fault"),
        ([], "not_run"),
    ],
)
def test_an_exercise_is_called_by_its_gravest_verdict(verdicts: list[Verdict], whole: str) -> None:
    assert verdict_of_exercise([replace(CHECK, verdict=verdict) for verdict in verdicts]) == whole


def test_one_is_singular() -> None:
    assert [submissions_in_words(number) for number in (0, 1, 2)] == ["0 submissions", "1 submission", "2 submissions"]


@pytest.mark.parametrize(
    ("cases", "name", "said"),
    [(3, "(2,)-3", "case [(2,)-3]"), (1, "(2,)-3", ""), (2, "only case", ""), (2, None, "")],
)
def test_a_case_is_named_only_where_there_are_others(cases: int, name: str | None, said: str) -> None:
    assert case_name(Evidence(cases, 1, name)) == said
