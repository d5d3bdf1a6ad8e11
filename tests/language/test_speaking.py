from __future__ import annotations

import pytest

from torchgrade.language import po, speaking
from torchgrade.language.po import Message
from torchgrade.language.said import parts, say
from torchgrade.language.speaking import _, language, say_again, translated
from torchgrade.language.speaking import speaking as in_language
from torchgrade.results import Check, Report


@pytest.fixture
def chinese(tmp_path, monkeypatch):
    """A catalogue of our own texts and one of an exercise's; yields the graders' folder."""
    monkeypatch.setattr(speaking, "LOCALES", tmp_path / "locale")
    ours = {
        "{n} of {m} points": "{m} 分中得 {n} 分",
        "{place} is None.": "{place} 是 None。",
        "result{path}": "结果{path}",
    }
    po.write(tmp_path / "locale/zh_CN.po", "zh_CN", [Message(text, "") for text in ours], ours)
    own = {"gives the values": "给出正确的值", "Which dim?": "哪一维？", "softmax over dim 0": "沿第 0 维做 softmax"}
    path = tmp_path / "graders/03_activations/softmax.zh_CN.po"
    po.write(path, "zh_CN", [Message(text, "") for text in own], own)
    with in_language("zh_CN"):
        yield tmp_path / "graders"


def report(message: str) -> Report:
    exercise = "03_activations/softmax"
    check = Check(
        exercise,
        f"{exercise}::test_values",
        "gives the values",
        0,
        4,
        "failed",
        message=str(message),
        said=tuple(parts(message)),
        hint="Which dim?",
        misconception="softmax over dim 0",
    )
    return Report("ada", (check,))


def test_english_needs_no_catalogue():
    assert language() == "en"
    assert _("{n} of {m} points", n=3, m=10) == "3 of 10 points"


def test_our_own_sentences_are_put_into_the_language_spoken(chinese):
    assert _("{n} of {m} points", n=3, m=10) == "10 分中得 3 分"
    assert _("nothing such {n}", n=1) == "nothing such 1"


def test_a_report_is_translated_whole(chinese):
    (check,) = translated(report(say("{place} is None.", place=say("result{path}", path="[1]"))), chinese).checks
    assert (check.title, check.hint, check.misconception) == ("给出正确的值", "哪一维？", "沿第 0 维做 softmax")
    assert check.message == "结果[1] 是 None。"


def test_what_no_catalogue_knows_stays_english(chinese):
    (check,) = translated(report("something else"), chinese).checks
    assert check.message == "something else"
    (check,) = translated(report(say("{place} is None.", place="x")), None).checks
    assert (check.title, check.message) == ("gives the values", "x 是 None。")


def test_in_english_a_report_is_left_alone(chinese):
    with in_language("en"):
        assert translated(report("x"), chinese) == report("x")


def test_a_value_of_a_sentence_is_said_again(chinese):
    assert say_again(parts(say("result{path}", path=""))) == "结果"
    assert say_again("as it is") == "as it is"
