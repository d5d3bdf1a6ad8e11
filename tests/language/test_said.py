from __future__ import annotations

import json

import pytest

from torchgrade.language.said import Said, parts, say, slots, spoken

CHINESE = {"{place} has shape {yours}.": "{place} 的形状是 {yours}。", "result{path}": "结果{path}"}


def in_chinese(template: str) -> str:
    return CHINESE.get(template, template)


def test_a_sentence_reads_as_its_english():
    said = say("{place} has shape {yours}.", place=say("result{path}", path="[0]"), yours=(2, 3))
    assert said == "result[0] has shape (2, 3)."
    assert isinstance(said, Said)


def test_after_a_trip_through_json_it_is_said_in_another_language_with_the_sentences_in_it():
    said = say("{place} has shape {yours}.", place=say("result{path}", path="[0]"), yours=(2, 3))
    assert spoken(json.loads(json.dumps(parts(said))), in_chinese) == "结果[0] 的形状是 (2, 3)。"
    assert spoken(parts(said), str) == said


def test_text_that_is_no_such_sentence_has_no_parts():
    assert parts("whatever") == []


def test_a_value_is_never_looked_into():
    assert say("raised {text}", text="{kind} {0} {x.__class__}") == "raised {kind} {0} {x.__class__}"
    assert say("a dict {like: this} and {name}", name=1) == "a dict {like: this} and 1"


@pytest.mark.parametrize("data", [["a"], ["a", []], [1, {}], ["a", {"x": 3}], ["{x}", {"x": ["b"]}], "text", None])
def test_what_is_no_sentence_is_refused(data):
    with pytest.raises(ValueError, match="sentence"):
        spoken(data, str)


def test_sentences_without_end_are_refused():
    data: list = ["{x}", {}]
    data[1]["x"] = data
    with pytest.raises(ValueError, match="sentence"):
        spoken(data, str)


def test_slots_are_the_names_in_braces():
    assert slots("{a} and {b}, not {like: this}") == {"a", "b"}
