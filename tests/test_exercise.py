from __future__ import annotations

import pytest
import torch

from torchgrade import Exercise, check
from torchgrade.errors import CatalogueError
from torchgrade.exercise import CHECK_ATTRIBUTE


def body(verify):
    """gives the right values"""


def test_a_check_keeps_its_points_and_hints_on_the_function():
    declared = getattr(check(2.5, "one", "two")(body), CHECK_ATTRIBUTE)
    assert (declared.points, declared.hints) == (2.5, ("one", "two"))


@pytest.mark.parametrize("points", [0, -1, float("nan"), float("inf"), True, "2", None])
def test_points_are_a_positive_number(points):
    with pytest.raises(CatalogueError, match=r"the check body is worth .* Give a positive number of points first"):
        check(points, "hint")(body)


@pytest.mark.parametrize("hints", [(), ("a", "b", "c", "d")], ids=len)
def test_a_check_has_one_to_three_hints(hints):
    with pytest.raises(CatalogueError, match=rf"has {len(hints)} hints\. Give 1 to 3"):
        check(1, *hints)(body)


@pytest.mark.parametrize("hint", ["", "  ", None, 3])
def test_a_hint_is_a_sentence(hint):
    with pytest.raises(CatalogueError, match="a hint that is empty or no text"):
        check(1, "fine", hint)(body)


def test_a_check_has_a_sentence_and_the_refusal_says_where():
    def test_silent(verify):
        pass

    with pytest.raises(CatalogueError, match=r"test_exercise\.py, line \d+: the check test_silent has no docstring"):
        check(1, "hint")(test_silent)


@pytest.mark.parametrize("names", [(), ("soft max",), ("relu", "")])
def test_an_exercise_names_what_the_learner_defines(names):
    with pytest.raises(CatalogueError, match="give the names that the learner defines"):
        Exercise(*names, reference=torch.relu)


def test_an_unknown_reference_dtype_is_refused():
    with pytest.raises(CatalogueError, match="'float64' or 'case', not 'float16'"):
        Exercise("relu", reference=torch.relu, reference_dtype="float16")  # type: ignore[arg-type]


def test_an_exercise_has_one_probe():
    exercise = Exercise("relu", reference=torch.relu)
    exercise.probe_with(body)
    with pytest.raises(CatalogueError, match="two probes"):
        exercise.probe_with(body)


def test_misconceptions_are_told_apart_by_name_and_sentence():
    exercise = Exercise("relu", reference=torch.relu)
    exercise.misconception("the absolute value")(abs)
    with pytest.raises(CatalogueError, match="declared twice"):
        exercise.misconception("another sentence")(abs)
    with pytest.raises(CatalogueError, match="declared twice"):
        exercise.misconception("the absolute value")(max)
    assert [(idea.name, idea.sentence) for idea in exercise.misconceptions] == [("abs", "the absolute value")]


def test_a_misconception_is_not_called_like_a_test():
    def test_data_leaks(x):
        return x

    with pytest.raises(CatalogueError, match="pytest would run the misconception 'test_data_leaks' as a test"):
        Exercise("relu", reference=torch.relu).misconception("test data in the mean")(test_data_leaks)


def test_a_misconception_may_replace_one_method_of_a_class_that_is_right():
    class Right:
        def double(self, x):
            return 2 * self.shift(x)

        def shift(self, x):
            return x + 1

    exercise = Exercise("Double", reference=Right)

    @exercise.misconception("shifts down", of=Right, method="shift")
    def down(self, x):
        return x - 1

    (idea,) = exercise.misconceptions
    assert (idea.name, idea.subject.__name__) == ("down", "down")
    assert idea.subject().double(5) == 8
    assert Right().double(5) == 12
    assert down(None, 5) == 4, "the decorated name stays the function"


@pytest.mark.parametrize("given", [{"of": dict}, {"method": "get"}, {"of": dict, "method": "nothing_such"}])
def test_a_replaced_method_must_exist(given):
    with pytest.raises(CatalogueError, match="of= names a class, and method= one of its methods"):
        Exercise("relu", reference=torch.relu).misconception("something", **given)


def test_changes_that_leave_a_solution_right_are_declared_with_a_reason():
    exercise = Exercise("clip", reference=torch.clamp)
    exercise.equivalent("both ends give the same", "a < b -> a <= b", "b > a -> b >= a")
    assert exercise.equivalents == dict.fromkeys(["a < b -> a <= b", "b > a -> b >= a"], "both ends give the same")


@pytest.mark.parametrize("given", [("", "a -> b"), ("a reason",), ("a reason", "a becomes b")], ids=str)
def test_a_declared_change_needs_a_reason_and_reads_as_validate_prints_it(given):
    with pytest.raises(CatalogueError, match="give the reason first, then each change"):
        Exercise("clip", reference=torch.clamp).equivalent(*given)
