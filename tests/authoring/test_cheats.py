"""Cheats are written for every exercise that forbids something, whether it asks for one name or for several."""

from __future__ import annotations

import torch

from torchgrade import Exercise
from torchgrade.authoring.cheats import cheats, public_name, unreal
from torchgrade.recorded import Target


class Pair:
    """A reference for two names."""

    cat, stack = staticmethod(torch.cat), staticmethod(torch.stack)


def own(x: torch.Tensor) -> torch.Tensor:
    return x


def written(*names: str, **options: object) -> dict[str, dict[str, object]]:
    """For each cheat the names that its file defines."""
    target = Target.of("unit/pair", Exercise(*names, reference=Pair, **options))  # type: ignore[arg-type]
    files: dict[str, dict[str, object]] = {}
    for how, source in cheats(target):
        exec(source, files.setdefault(how, {}))
    return files


def test_each_of_several_names_is_handed_on_to_its_own_callable() -> None:
    found = written("cat", "stack", forbidden=("torch.cat", "torch.stack"))
    assert {"under an alias", "renamed on import", "through getattr", "through torch.ops"} <= set(found)
    rows = [torch.zeros(2), torch.ones(2)]
    for how, file in found.items():
        assert torch.equal(file["cat"](rows), torch.cat(rows)), how  # type: ignore[operator]
        assert torch.equal(file["stack"](rows), torch.stack(rows)), how  # type: ignore[operator]


def test_several_names_of_which_one_is_forbidden() -> None:
    found = written("bincount", "matrix", forbidden=("torch.bincount",))
    assert all({"bincount", "matrix"} <= set(file) for file in found.values())
    assert found


def test_nothing_forbidden_nothing_written() -> None:
    assert written("cat", "stack") == {}


def test_a_forbidden_function_is_not_handed_in_for_a_class() -> None:
    forbidden = ("torch.nn.functional.linear", "torch.nn.modules.linear")
    target = Target.of("unit/linear_module", Exercise("Linear", reference=torch.nn.Linear, forbidden=forbidden))
    sources = [source for _, source in cheats(target)]
    assert sources
    assert not any("functional" in source for source in sources)


def test_an_operator_with_its_arguments_in_another_order_is_no_way_to_call_the_function() -> None:
    functional = torch.nn.functional
    assert "through torch.ops" not in single("batch_norm", functional.batch_norm)
    assert "through torch.ops" in single("layer_norm", functional.layer_norm)
    assert "through torch.ops" in single("softmax", torch.softmax)


def single(name: str, reference: object) -> set[str]:
    """The ways of calling one forbidden function."""
    exercise = Exercise(name, reference=reference, forbidden=(f"aten::*{name}*",))
    return {how for how, _ in cheats(Target.of("unit/one", exercise))}


def test_schedules_and_clipping_have_public_names() -> None:
    assert public_name(torch.optim.lr_scheduler.StepLR) == "torch.optim.lr_scheduler.StepLR"
    assert public_name(torch.nn.utils.clip_grad_norm_) == "torch.nn.utils.clip_grad_norm_"


class Written:
    """A reference that a grader wrote as a class, with no file of torch's to be found."""


def test_a_class_that_the_grader_wrote_is_no_cheat_of_its_own() -> None:
    Written.__module__ = "a_grader_that_was_loaded_by_its_path"
    forbidden = ("aten::cat",)
    assert list(cheats(Target.of("unit/written", Exercise("Written", reference=Written, forbidden=forbidden)))) == []


def leaning(x: torch.Tensor) -> torch.Tensor:
    return own(x)


def test_a_reference_that_needs_helpers_of_its_grader_is_no_cheat() -> None:
    exercise = Exercise("leaning", reference=leaning, forbidden=("torch.optim",))
    assert list(cheats(Target.of("unit/leaning", exercise))) == []


def test_what_cannot_be_called_is_handed_in_by_nobody() -> None:
    forbidden = ("torch.Tensor.grad_fn", "torch.autograd.gradcheck", "torch.optim")
    tried = dict(cheats(Target.of("unit/own", Exercise("own", reference=own, forbidden=forbidden))))
    assert list(tried) == ["the reference itself"]


def test_what_needs_more_arguments_than_the_reference_is_not_handed_in_for_it() -> None:
    functional = torch.nn.functional
    forbidden = ("torch.nn.functional.mse_loss", "torch.nn.functional.gaussian_nll_loss")
    tried = dict(cheats(Target.of("unit/mse", Exercise("mse", reference=functional.mse_loss, forbidden=forbidden))))
    assert any("mse_loss" in source for source in tried.values())
    assert not any("gaussian" in source for source in tried.values())


def test_a_pattern_is_real_where_torch_has_it_or_where_it_is_a_library_that_has_some_of_it_too() -> None:
    assert not any(map(unreal, ("torch.cat", "torch.optim", "aten::cat", "numpy", "statistics", "math.tanh")))
    assert all(map(unreal, ("torch.kat", "aten::kat", "numpy.konkatenate", "math.softmax", "scipy")))
