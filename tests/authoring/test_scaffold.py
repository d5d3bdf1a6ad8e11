from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.authoring.generate import generate
from torchgrade.authoring.scaffold import begin
from torchgrade.course import catalogue
from torchgrade.errors import BadInput
from torchgrade.grader_text import read_checks


def test_both_files_are_written_where_the_tree_wants_them(tmp_path: Path) -> None:
    solution, grader = begin(tmp_path, "04_layers", "dropout_mask")
    assert solution == tmp_path / "solutions/04_layers/dropout_mask.py"
    assert grader == tmp_path / "graders/04_layers/test_dropout_mask.py"
    assert [entry.id for entry in catalogue(tmp_path / "graders")] == ["04_layers/dropout_mask"]


def test_what_is_written_can_be_generated_and_its_checks_sum_to_ten(tmp_path: Path) -> None:
    _, grader = begin(tmp_path, "04_layers", "dropout_mask")
    assert generate(tmp_path).written == ("04_layers/dropout_mask.py",)
    assert sum(check.points for check in read_checks(grader)) == 10


@pytest.mark.parametrize(
    ("unit", "name", "word"),
    [
        ("layers", "thing", "a unit is a number and a word"),
        ("04_layers", "Thing", "snake_case"),
        ("04_layers", "class", "snake_case"),
        ("04_layers", "random", "module that learners import"),
        ("04_layers", "torch", "module that learners import"),
    ],
)
def test_names_that_cannot_be_used_are_refused_and_nothing_is_written(
    tmp_path: Path, unit: str, name: str, word: str
) -> None:
    with pytest.raises(BadInput, match=word):
        begin(tmp_path, unit, name)
    assert list(tmp_path.iterdir()) == []


def test_an_exercise_that_exists_is_refused_in_any_unit(tmp_path: Path) -> None:
    begin(tmp_path, "04_layers", "thing")
    with pytest.raises(BadInput, match="unique over all units"):
        begin(tmp_path, "05_convolution", "thing")
