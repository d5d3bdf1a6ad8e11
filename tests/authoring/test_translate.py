from __future__ import annotations

import pytest

from torchgrade.authoring.translate import Catalogue, order_problems, problems, update
from torchgrade.course import catalogue
from torchgrade.language import po
from torchgrade.language.po import Message

EXAMPLE = "Twice.\n\n>>> double(2)\n4\n\nUse `add`."


@pytest.fixture
def one(tmp_path):
    return Catalogue(tmp_path / "double.zh_CN.po", [Message(EXAMPLE, "docstring of double"), Message("new", "hint 1")])


def translated(one, **given):
    po.write(
        one.path, "zh_CN", one.messages, {EXAMPLE: "两倍。\n\n>>> double(2)\n4\n\n用 `add`。", "new": "新", **given}
    )


def test_a_whole_translation_has_no_problem(one):
    translated(one)
    assert list(problems(one)) == []


def test_a_missing_file_and_a_missing_text_are_named(one):
    assert [problem.rpartition(": ")[2] for problem in problems(one)] == [
        "is missing; `torchgrade translate` writes it"
    ]
    translated(one, new="")
    assert [problem.rpartition(": ")[2] for problem in problems(one)] == ["the hint 1 is not translated"]


@pytest.mark.parametrize(
    ("translation", "said"),
    [
        ("两倍。\n\n>>> double(2)\n5\n\n用 `add`。", "the example differs"),
        ("两倍。用 `add`。", "the example differs"),
        ("两倍。\n\n>>> double(2)\n4\n\n用加法。", "`add` is missing"),
    ],
)
def test_a_translation_that_changes_code_is_refused(one, translation, said):
    translated(one, **{EXAMPLE: translation})
    (problem,) = problems(one)
    assert said in problem


def test_an_update_keeps_what_is_translated_and_drops_what_is_said_no_more(one):
    old = [*one.messages, Message("gone", "hint 2")]
    po.write(one.path, "zh_CN", old, {"new": "新", "gone": "去"})
    assert [problem for problem in problems(one) if "said nowhere" in problem]
    assert update(one, "zh_CN")
    assert po.read(one.path) == {"new": "新"}
    assert not update(one, "zh_CN"), "a second update changes nothing"


def test_a_unit_file_must_name_exactly_its_exercises(tmp_path):
    unit = tmp_path / "03_activations"
    unit.mkdir()
    for name in ("relu", "elu"):
        (unit / f"test_{name}.py").touch()
    (unit / "unit.toml").write_text('exercises = ["relu", "selu"]')
    found = [problem.rpartition("unit.toml: ")[2] for problem in order_problems(tmp_path, catalogue(tmp_path))]
    assert found == ["leaves out an exercise: elu", "names an exercise that has no grader: selu"]
