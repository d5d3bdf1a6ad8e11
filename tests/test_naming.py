from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from torchgrade.calls import Call
from torchgrade.case import Played, play
from torchgrade.draw import Draw
from torchgrade.exercise import Exercise
from torchgrade.isolation.failures import Failure
from torchgrade.isolation.observe import Observation, Question, observe
from torchgrade.isolation.plain import through_the_wire
from torchgrade.naming import name_misconception
from torchgrade.outcomes import CheckInfo
from torchgrade.recorded import RecordedCase, Target
from torchgrade.referee import consult_wrong

CHECK = CheckInfo("u/softmax", "test_values", "gives values", 4, ("hint",), "graders/u/test_softmax.py", 1)


def answer_of(subject: Any) -> Any:
    """What the examiner would ask, with a given function in the place of a file."""

    def ask(question: Question) -> Observation:
        return through_the_wire(observe(subject, None, question, lambda file: file == __file__))

    return SimpleNamespace(observe=ask, printed="")


def exercise(reference: Callable[..., Any] = torch.softmax, **ideas: Callable[..., Any]) -> Exercise:
    made = Exercise("softmax", reference=reference)
    for sentence, subject in ideas.items():
        subject.__name__ = sentence
        made.misconception(sentence)(subject)
    return made


def first_dim(x, dim):
    return torch.softmax(x, 0)


def last_dim(x, dim):
    return torch.softmax(x, -1)


def cases(held: Exercise, *inputs: tuple[Any, ...], kind: Any = "values") -> list[RecordedCase]:
    target = Target("u/softmax", held, None, None)
    return [RecordedCase(target, CHECK, str(i), "cpu", [Call(kind, args, {}, seed=i)]) for i, args in enumerate(inputs)]


def played(held: Exercise, learner: Any, *inputs: tuple[Any, ...], kind: Any = "values") -> list[Played]:
    return [play(case, answer_of(learner)) for case in cases(held, *inputs, kind=kind)]


def name(held: Exercise, learner: Any, *inputs: tuple[Any, ...], kind: Any = "values") -> str | None:
    idea = name_misconception(played(held, learner, *inputs, kind=kind))
    return idea.sentence if idea else None


X = Draw("x").normal(3, 4)
SQUARE = Draw("y").normal(4, 4)
BOTH = ((X, 1), (X, 0), (SQUARE, 0))


def test_the_idea_that_gives_the_learner_s_values_is_named():
    held = exercise(first=first_dim, last=last_dim)
    assert name(held, lambda x, dim: torch.softmax(x, 0), *BOTH) == "first"
    assert name(held, lambda x, dim: torch.softmax(x, -1), *BOTH) == "last"


def test_nothing_is_named_when_all_is_right_or_nothing_fits():
    held = exercise(first=first_dim)
    assert name(held, torch.softmax, *BOTH) is None
    assert name(held, lambda x, dim: torch.softmax(2 * x, dim), *BOTH) is None


def test_an_idea_must_fit_every_failing_case():
    held = exercise(first=first_dim)
    assert name(held, lambda x, dim: torch.softmax(x, 0) if x.shape == (3, 4) else x, *BOTH) is None


def test_an_idea_must_pass_where_the_learner_passes():
    def wrong_for_squares_too(x, dim):
        return torch.softmax(x, 0) if dim else 2 * torch.softmax(x, 0)

    held = exercise(a=wrong_for_squares_too, b=first_dim)
    assert name(held, first_dim, *BOTH) == "b"
    assert name(exercise(a=wrong_for_squares_too), first_dim, *BOTH) is None


def test_two_ideas_that_cannot_be_told_apart_are_none():
    held = exercise(one=first_dim, other=lambda x, dim: torch.softmax(x, 0).clone())
    assert name(held, first_dim, *BOTH) is None


def test_exceptions_are_alike_by_type():
    def raises(error: type[Exception]) -> Any:
        def softmax(x, dim):
            raise error("some text")

        return softmax

    held = exercise(value=raises(ValueError), kind=raises(TypeError))
    assert name(held, raises(TypeError), *BOTH) == "kind"
    assert name(held, raises(KeyError), *BOTH) is None
    assert name(held, raises(UnicodeError), *BOTH) is None  # a subclass is another type


def test_where_all_is_exceptions_their_texts_must_be_equal_too():
    def no_keepdim(x, dim):
        return x / x.sum(dim)

    def always(x, dim):
        raise RuntimeError("something else")

    held = exercise(no_keepdim=no_keepdim)
    assert name(held, lambda x, dim: x.exp() / x.exp().sum(dim), (X, 1)) == "no_keepdim"
    assert name(held, always, (X, 1)) is None


def refusing(when: Callable[..., bool], error: Exception) -> Any:
    """Softmax that refuses some questions by hand."""

    def softmax(x, dim):
        if when(x, dim):
            raise error
        return torch.softmax(x, dim)

    return softmax


def of_rows(x, dim):
    return dim == 1


def everything(x, dim):
    return True


def test_who_refuses_by_hand_words_it_freely():
    held = exercise(rows=refusing(of_rows, ValueError("no rows")))
    assert name(held, refusing(of_rows, ValueError("dim")), *BOTH) == "rows"
    assert name(held, refusing(of_rows, TypeError("dim")), *BOTH) is None
    assert name(held, refusing(lambda x, dim: not of_rows(x, dim), ValueError("dim")), *BOTH) is None


def test_who_refuses_everything_has_no_idea_in_particular():
    held = exercise(rows=refusing(of_rows, ValueError("no rows")))
    assert name(held, refusing(everything, ValueError("dim")), (X, 1)) is None
    assert name(held, refusing(everything, ValueError("dim")), *BOTH) is None


def test_ideas_that_differ_in_their_words_alone_are_told_by_them_and_else_not():
    held = exercise(one=refusing(of_rows, ValueError("one")), other=refusing(of_rows, ValueError("other")))
    assert name(held, refusing(of_rows, ValueError("other")), *BOTH) == "other"
    assert name(held, refusing(of_rows, ValueError("dim")), *BOTH) is None


def test_an_error_of_torch_s_is_no_refusal_by_hand():
    def no_keepdim(x, dim):
        return torch.softmax(x, dim) if dim == 0 else x.exp() / x.exp().sum(dim)

    held = exercise(no_keepdim=no_keepdim)
    assert name(held, refusing(of_rows, RuntimeError("dim")), *BOTH) is None
    assert name(exercise(rows=refusing(of_rows, RuntimeError("no rows"))), no_keepdim, *BOTH) is None


def test_nan_equals_nan():
    held = exercise(zero=lambda x, dim: x / 0 * 0)
    assert name(held, lambda x, dim: torch.full_like(x, float("nan")), *BOTH) == "zero"


def test_an_idea_is_told_by_its_gradient_alone():
    held = exercise(
        cut=lambda x, dim: torch.softmax(x, dim).detach(), half=lambda x, dim: halved(torch.softmax(x, dim))
    )
    assert name(held, lambda x, dim: torch.softmax(x.detach(), dim), (X, 1), kind="gradients") == "cut"
    assert name(held, lambda x, dim: halved(torch.softmax(x, dim)), (X, 1), kind="gradients") == "half"


def halved(y):
    return y / 2 + y.detach() / 2


def test_an_idea_is_told_by_what_it_does_to_its_input():
    def changes(x, dim):
        y = torch.softmax(x, dim)
        x.zero_()
        return y

    held = exercise(changes=changes)
    assert name(held, changes, (X, 1), kind="contract") == "changes"


@pytest.mark.parametrize("lost", ["timeout", "crashed", "broken"])
def test_an_endless_loop_or_a_crash_is_never_named(lost):
    silent = SimpleNamespace(observe=lambda question: Observation(lost=lost), printed="")
    found = [play(case, silent) for case in cases(exercise(first=first_dim), *BOTH)]
    assert name_misconception(found) is None
    mixed = [*played(exercise(first=first_dim), first_dim, (X, 1)), *found[:1]]
    assert name_misconception(mixed) is None


@pytest.mark.parametrize(
    "yours", [0.5, 1, "text", None, [torch.zeros(3, 4)], torch.zeros(()), torch.empty(3, 4, device="meta")]
)
def test_an_odd_answer_is_compared_with_every_idea_without_a_fault(yours):
    held = exercise(number=lambda x, dim: 0.25, nothing=lambda x, dim: None, first=first_dim)
    assert name(held, lambda x, dim: yours, *BOTH) == ("nothing" if yours is None else None)


def test_numbers_are_alike_within_their_tolerance():
    held = exercise(reference=lambda x, dim: 2.0, half=lambda x, dim: 1.0)
    assert name(held, lambda x, dim: 1.0 + 1e-9, (X, 1)) == "half"
    assert name(held, lambda x, dim: 1, (X, 1)) == "half"
    assert name(held, lambda x, dim: torch.tensor(1.0), (X, 1)) is None


# ---- a GPU, as far as it can be seen without one

STOPPED = Failure(("torch.AcceleratorError", "builtins.RuntimeError"), "CUDA error: device-side assert triggered")


def beyond(x, dim):
    return x.index_select(0, torch.tensor([99]))


def twins(held: Exercise, devices: tuple[str, ...]) -> list[Played]:
    """A learner's out-of-range index on these devices, each case with the expectation of the CPU."""
    found = []
    for device in devices:
        (case,) = cases(held, (X, 1))
        answer = answer_of(beyond)
        if device == "cuda":
            case.device = device
            case._expected = [replace_device(item) for item in case_on_cpu(held).expected]
            answer = SimpleNamespace(observe=lambda question: Observation(failure=STOPPED), printed="")
        found.append(play(case, answer))
    return found


def case_on_cpu(held: Exercise) -> RecordedCase:
    return cases(held, (X, 1))[0]


def replace_device(item: Any) -> Any:
    return replace(item, step=replace(item.step, question=replace(item.step.question, device="cuda")))


@pytest.mark.parametrize(("devices", "named"), [(("cpu", "cuda"), "beyond"), (("cuda",), None)])
def test_an_assert_of_a_gpu_stands_for_any_exception_and_names_nothing_by_itself(devices, named):
    held = exercise(beyond=beyond, first=first_dim)
    idea = name_misconception(twins(held, devices))
    assert (idea.sentence if idea else None) == named


def test_a_wrong_idea_that_raises_on_the_cpu_is_never_asked_on_a_gpu():
    asked = []

    def idea(x):
        asked.append(x.device.type)
        raise IndexError("99")

    seen = consult_wrong(idea, None, Question((X,), {}, device="cuda"))
    assert (seen.failure.types[0], asked) == ("builtins.IndexError", ["cpu"])


def test_of_a_wrong_idea_s_exception_it_is_told_whose_raise_it_was_and_no_line():
    def idea(x):
        raise ValueError("by hand")

    by_hand, by_torch = (consult_wrong(subject, None, Question((X,), {})).failure for subject in (idea, beyond_of_one))
    assert (by_hand.own_raise, by_hand.frames) == (True, ())
    assert (by_torch.own_raise, by_torch.frames) == (False, ())


def beyond_of_one(x):
    return beyond(x, 0)
