from __future__ import annotations

import pytest

from torchgrade.course import catalogue, find, find_course, find_graders, select
from torchgrade.errors import BadInput


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.delenv("TORCHGRADE_COURSE", raising=False)
    (tmp_path / "pyproject.toml").write_text("[tool.torchgrade]  # a course\n")
    for name in ("03_activations/test_softmax", "03_activations/test_relu", "08_losses/test_cross_entropy"):
        path = tmp_path / "graders" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "graders" / "conftest.py").touch()
    return tmp_path


def names(course, *wanted):
    return [entry.name for entry in select(catalogue(course / "graders"), wanted)]


def test_exercises_come_by_unit_and_name(course):
    assert [entry.id for entry in catalogue(course / "graders")] == [
        "03_activations/relu",
        "03_activations/softmax",
        "08_losses/cross_entropy",
    ]


def test_a_unit_file_gives_the_order_and_what_it_leaves_out_comes_last(course):
    (course / "graders" / "03_activations" / "test_elu.py").touch()
    (course / "graders" / "03_activations" / "unit.toml").write_text('exercises = ["softmax", "gone", "relu"]')
    assert names(course, "03_activations") == ["softmax", "relu", "elu"]


def test_a_name_an_id_a_unit_and_a_file_name_select_in_catalogue_order(course):
    assert (
        names(course, "softmax")
        == names(course, "03_activations/Softmax")
        == names(course, "softmax.py")
        == ["softmax"]
    )
    assert names(course, "cross_entropy", "03_activations/") == ["relu", "softmax", "cross_entropy"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("sofmax", "Did you mean softmax?"),
        ("Cross-Entropy", "Did you mean cross_entropy?"),
        ("quicksort", "`torchgrade list --all` shows all exercises."),
        ("", "`torchgrade list --all`"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(course, wrong, said):
    with pytest.raises(BadInput) as caught:
        names(course, wrong)
    assert str(caught.value).startswith(f"no exercise is called {wrong!r}.")
    assert said in str(caught.value)


def test_a_unit_is_no_single_exercise(course):
    both = r"names several exercises: 03_activations/relu, 03_activations/softmax\. Choose one\."
    with pytest.raises(BadInput, match=both):
        find(catalogue(course / "graders"), "03_activations")


def test_the_course_is_the_nearest_marked_folder_upwards(course, monkeypatch):
    inner = course / "exercises" / "03_activations"
    inner.mkdir(parents=True)
    (inner / "pyproject.toml").write_text("[tool.other]\n# [tool.torchgrade]\n")
    assert find_course(inner).root == course
    monkeypatch.chdir(inner)
    assert find_graders(None) == course / "graders"


def test_the_environment_may_name_the_course(course, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    monkeypatch.setenv("TORCHGRADE_COURSE", str(course))
    assert find_graders(None) == course / "graders"


def test_without_graders_it_says_where_it_looked_and_what_to_do(course, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(BadInput, match=r"no graders to be found from .* or name the graders with --graders DIR"):
        find_graders(None)
    with pytest.raises(BadInput, match="no such folder"):
        find_graders(course / "nowhere")
    with pytest.raises(BadInput, match="holds no grader"):
        find_graders(course)


def test_two_exercises_of_one_name_are_both_listed(course):
    twin = course / "graders" / "09_again" / "test_relu.py"
    twin.parent.mkdir()
    twin.write_text("")
    with pytest.raises(BadInput, match=r"03_activations/relu, 09_again/relu\. Choose one\."):
        find(catalogue(course / "graders"), "relu")
