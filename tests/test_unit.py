from __future__ import annotations

import pytest

from torchgrade.errors import CatalogueError
from torchgrade.unit import Unit, read_unit


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "03_activations"
    made.mkdir()
    return made


def test_a_unit_without_a_file_is_called_as_its_folder(folder):
    assert read_unit(folder) == Unit("03_activations", "Activations", "", ())


def test_a_unit_says_its_title_what_it_builds_and_its_order(folder):
    text = 'title = "Bends"\nbuilds = "any activation"\nexercises = ["relu", "softmax"]\n'
    (folder / "unit.toml").write_text(text)
    assert read_unit(folder) == Unit("03_activations", "Bends", "any activation", ("relu", "softmax"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "is no TOML file"),
        ('tilte = "x"', "'tilte' is no key of a unit; it has title, builds, exercises"),
        ("title = 3", "title is a text"),
        ("exercises = [1]", "exercises is a list of names"),
        ('exercises = "relu"', "exercises is a list of names"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(folder, text, said):
    (folder / "unit.toml").write_text(text)
    with pytest.raises(CatalogueError, match=r"unit\.toml: ") as caught:
        read_unit(folder)
    assert said in str(caught.value)
