"""What one call shows: values, failures and whose they are, inputs changed or handed out, gradients."""

from __future__ import annotations

import pytest
import torch

from torchgrade.isolation.answer import Answer
from torchgrade.isolation.plain import through_the_wire

from .conftest import asked, observed

pytestmark = pytest.mark.learner_code


def test_somebody_elses_ctrl_c_is_passed_on():
    source = "import signal\ndef f():\n    signal.raise_signal(signal.SIGINT)\n"
    answer = Answer({"a.py": source}, "a.py", ("f",), None)
    assert answer.load().usable
    with pytest.raises(KeyboardInterrupt):
        answer.observe(asked())
    answer.close()


@pytest.mark.parametrize(
    ("body", "mutated"),
    [
        ("x += 1", (0,)),
        ("args[1].zero_()", (1,)),
        ("x.resize_(1)", (0,)),
        ("x.data = torch.zeros(2)", (0,)),
        ("x.t_() if x.dim() == 2 else x.mul_(1)", ()),
        ("x = x + 1", ()),
        ("x.requires_grad_()", ()),
        ("x[0] = float('nan')", (0,)),
    ],
)
def test_changed_inputs_are_named(body, mutated):
    assert observed(body, torch.ones(2), torch.ones(3)).mutated == mutated


def test_an_input_with_nan_is_unchanged_if_nobody_touched_it():
    assert observed("return 1", torch.tensor([float("nan"), 1])).mutated == ()


def test_a_judges_tensors_stay_its_own():
    given = torch.ones(2)
    observed("x.zero_()", given)
    assert given.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("body", "aliased"),
    [
        ("return x", (0,)),
        ("return [x[1:], 1]", (0,)),
        ("return {'a': args[1].view(-1)}", (1,)),
        ("return x.detach()", (0,)),
        ("return x.clone()", ()),
        ("return x[:0]", ()),
    ],
)
def test_outputs_that_share_an_inputs_memory_are_named(body, aliased):
    assert observed(body, torch.ones(2), torch.ones(2)).aliased == aliased


COTANGENT = (torch.tensor([1.0, 10.0]),)


@pytest.mark.parametrize(
    ("body", "gradient"),
    [
        ("return x * 3", [3, 30]),
        ("return (x * 3).detach()", None),
        ("return torch.tensor((x * 3).tolist())", None),
        ("return torch.ones(2, requires_grad=True)", None),
        ("return x.sum()", None),
        ("return [x * 3, x]", [3, 30]),
        ("return 5", None),
    ],
)
def test_gradients_arrive_or_are_none(body, gradient):
    (found,) = observed(body, torch.ones(2), wrt=(0,), cotangents=COTANGENT).gradients
    assert (found if found is None else found.tolist()) == gradient


def test_gradients_of_the_inputs_that_were_asked_for():
    seen = observed("return x * args[1]", torch.ones(2), torch.full((2,), 4.0), wrt=(1,), cotangents=COTANGENT)
    assert [found.tolist() for found in seen.gradients] == [[1, 10]]
    assert seen.needs_grad == (True,)


def test_an_error_in_the_learners_backward_is_an_error():
    own = (
        "class Own(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, x): return x * 2\n"
        "    @staticmethod\n    def backward(ctx, g): return g.no_such_thing\n"
    )
    failure = observed("return Own.apply(x)", torch.ones(2), before=own, wrt=(0,), cotangents=COTANGENT).failure
    assert (failure.where, failure.types[0]) == ("learner", "builtins.AttributeError")


def test_the_question_says_where_tensors_are():
    assert observed("return x + 1", torch.ones(2), device="meta").devices == ("meta",)
    seen = observed("return x + torch.zeros(2)", torch.ones(2), device="meta")
    assert seen.failure or seen.devices == ("meta",)


def test_strides_of_the_inputs_are_kept():
    seen = observed("return x.stride()", torch.arange(6.0).reshape(2, 3).T)
    assert seen.value == (1, 3)


HOSTILE = {
    "a list inside itself": "x = []; x.append(x); return x",
    "a tree of lists": "y = []\n    for _ in range(40): y = [y, y]\n    return y",
    "a tuple without end": "return Endless((1, 2))",
    "a liar": "return Liar()",
    "a sparse tensor": "return torch.ones(2).to_sparse()",
    "a nested tensor": "return torch.nested.nested_tensor([torch.ones(1), torch.ones(2)])",
    "a huge expanded tensor": "return torch.ones(1).expand(2**40)",
    "an input whose memory is gone": "x.set_(torch.ones(0)); return x",
    "a tensor of a transform": "k = []; torch.func.vmap(lambda y: k.append(y) or y)(torch.ones(3)); return k[0]",
    "many tensors": "return [x.clone() for _ in range(3000)]",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.filterwarnings("ignore")
def test_no_returned_thing_stops_the_observer(body):
    before = (
        "class Endless(tuple):\n    def __iter__(self):\n        while True: yield 1\n"
        "class Liar:\n    __class__ = list\n    def __iter__(self): raise SystemExit\n"
    )
    seen = through_the_wire(observed(body, torch.ones(2), before=before))
    assert seen.failure is None
    assert seen.value is not None
