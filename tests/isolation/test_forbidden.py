"""Forbidden operations are seen under whatever name they run, and honest code is not."""

from __future__ import annotations

import pytest
import torch

from torchgrade.isolation.answer import Answer
from torchgrade.isolation.observe import Observation

from .conftest import asked

pytestmark = pytest.mark.learner_code

X = torch.arange(6.0).reshape(2, 3) / 7


def call(
    body: str, *watch: str, probe: str | None = None, args: tuple = (X,), before: str = "", **fields
) -> Observation:
    source = f"import torch\nimport torch.nn.functional as F\nfrom torch import nn\n{before}\ndef f(x):\n    {body}\n"
    answer = Answer({"a.py": source}, "a.py", ("f",), probe)
    loaded = answer.load()
    try:
        assert loaded.usable, loaded
        seen = answer.observe(asked(*args, watch=watch, **fields))
        assert seen.failure is None, seen.failure
        return seen
    finally:
        answer.close()


SOFTMAX = {
    "the function": "return torch.softmax(x, 1)",
    "another place": "return F.softmax(x, 1)",
    "a method": "return x.softmax(1)",
    "a module": "return nn.Softmax(1)(x)",
    "special": "return torch.special.softmax(x, 1)",
    "an operator of aten": "return torch.ops.aten.softmax(x, 1)",
    "an overload of aten": "return torch.ops.aten.softmax.int(x, 1)",
    "getattr": "return getattr(torch, 'soft' + 'max')(x, 1)",
    "the class's method": "return torch.Tensor.softmax(x, 1)",
    "a local import": "from torch import softmax as g; return g(x, 1)",
    "a partial": "import functools; return functools.partial(torch.softmax, dim=1)(x)",
    "map": "return list(map(lambda one: torch.softmax(one, 0), x))",
    "inside vmap": "return torch.func.vmap(lambda row: torch.softmax(row, 0))(x)",
    "globals": "return vars(torch)['softmax'](x, 1)",
}


@pytest.mark.parametrize("body", SOFTMAX.values(), ids=SOFTMAX)
def test_a_public_function_is_seen_by_every_name(body):
    hits = call(body, "torch.softmax").hits
    assert [hit[0] for hit in hits] == ["torch.softmax"]
    assert hits[0][2:] == ("a.py", 6)


def test_an_operator_of_aten_is_seen_though_it_is_made_of_others():
    hits = call("return torch.ops.aten.dropout(x, 0.5, True)", "aten::*dropout*").hits
    assert [hit[:2] for hit in hits] == [("aten::*dropout*", "torch.ops.aten.dropout")]
    assert not call("return torch.ops.aten.bernoulli(x)", "aten::*dropout*").hits


@pytest.mark.parametrize(
    "body", [*SOFTMAX.values(), "return torch._softmax(x, 1, False)", "return torch.ops.aten._softmax(x, 1, False)"]
)
def test_an_operator_is_seen_below_every_name(body):
    assert [hit[0] for hit in call(body, "aten::*softmax*").hits] == ["aten::*softmax*"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("return x @ x.T", "torch.matmul"),
        ("x = x @ x.T; x @= x; return x", "torch.matmul"),
        ("return x.__matmul__(x.T)", "torch.matmul"),
        ("import operator; return operator.matmul(x, x.T)", "torch.matmul"),
        ("return torch.linalg.matmul(x, x.T)", "torch.matmul"),
        ("return torch.relu_(x.clone())", "torch.relu"),
        ("return F.relu(x, inplace=True)", "torch.relu"),
        ("return nn.ReLU(inplace=True)(x)", "torch.nn.functional.relu"),
        ("return F.relu_(x.clone())", "torch.nn.functional.relu"),
        ("return nn.Linear(3, 2)(x)", "torch.nn.functional.linear"),
        ("return nn.Conv2d(1, 1, 2)(x.reshape(1, 1, 2, 3))", "torch.nn.functional.conv2d"),
        ("return x / 2", "torch.div"),
        ("return 2 ** x", "torch.pow"),
    ],
)
def test_operators_in_place_variants_and_modules_are_seen(body, name):
    assert [hit[0] for hit in call(body, name).hits] == [name]


@pytest.mark.parametrize(
    "body",
    [
        "layer = nn.MultiheadAttention(3, 1); return x",
        "layer = getattr(nn, 'Multihead' + 'Attention')(3, 1); return x",
        "class Own(nn.MultiheadAttention): pass\n    Own(3, 1); return x",
    ],
)
def test_a_class_is_seen_when_one_is_made_whatever_else_its_module_holds(body):
    watch = "torch.nn.MultiheadAttention"
    assert [hit[:2] for hit in call(body, watch).hits] == [(watch, f"{watch}.__init__")]
    assert call("layer = nn.Linear(3, 1); return nn.Softmax(1)(x)", watch).hits == ()


@pytest.mark.parametrize(
    ("body", "watch"),
    [
        ("return torch.einsum('ij,kj->ik', x, x)", ("torch.matmul",)),
        ("return (x[:, None] * x[None]).sum(-1)", ("torch.matmul", "torch.mm", "torch.einsum")),
        ("return torch.addmm(torch.zeros(2), x, x.T)", ("torch.nn.functional.linear",)),
        ("return x @ x.T + 1", ("torch.nn.functional.linear", "torch.nn.Linear")),
        ("return F.unfold(x.reshape(1, 1, 2, 3), 2)", ("torch.nn.functional.conv2d", "aten::*convolution*")),
        ("e = (x - x.amax(1, True)).exp(); return e / e.sum(1, True)", ("torch.softmax", "aten::*softmax*")),
        ("return torch.log_softmax(x, 1)", ("torch.softmax",)),
        ("return x.clamp(min=0)", ("torch.relu", "torch.nn.functional.relu")),
        ("def softmax(x): return x.exp()\n    return softmax(x)", ("torch.softmax",)),
        ("p = nn.Parameter(x); p.data -= p; return p", ("torch.optim",)),
    ],
)
def test_honest_code_is_not_seen(body, watch):
    assert call(body, *watch).hits == ()


@pytest.mark.parametrize(
    "body",
    [
        "o = torch.optim.SGD([nn.Parameter(x)], 0.1); return x",
        "from torch.optim import Adam as A; A([nn.Parameter(x)]); return x",
        "from torch.optim.sgd import sgd; sgd([x.clone()], [x], [None], has_sparse_grad=False, foreach=False,"
        " weight_decay=0., momentum=0., lr=0.1, dampening=0., nesterov=False, maximize=False); return x",
    ],
    ids=["a class", "an alias", "a function"],
)
def test_a_forbidden_module_is_seen(body):
    assert [hit[0] for hit in call(body, "torch.optim").hits] == ["torch.optim"]


def test_a_module_hidden_behind_its_function_is_seen():
    body = "from torch.autograd.gradcheck import _as_tuple; return _as_tuple(x)[0]"
    assert [hit[0] for hit in call(body, "torch.autograd.gradcheck").hits] == ["torch.autograd.gradcheck"]


def test_a_name_of_another_library_is_no_torch_function_of_that_word():
    pad = call("return F.pad(x, (1, 1))", "torch.nn.functional.pad", "numpy.pad").hits
    assert [hit[0] for hit in pad] == ["torch.nn.functional.pad"]
    assert [hit[0] for hit in call("return x.tanh()", "aten::*tanh*", "numpy.tanh").hits] == ["aten::*tanh*"]
    assert call("return x.tanh()", "math.tanh").hits == ()


def test_numpy_is_seen_where_a_tensor_becomes_an_array():
    assert [hit[0] for hit in call("return torch.tensor(x.numpy().sum())", "numpy").hits] == ["numpy"]
    assert call("return torch.tensor(x.tolist())", "numpy").hits == ()


def test_a_forbidden_attribute_of_a_tensor_is_seen_where_it_is_read():
    body = "y = x.clone().requires_grad_() @ x.T; return y.grad_fn(torch.ones(2, 2))[0]"
    assert call(body, "torch.Tensor.grad_fn").hits == (("torch.Tensor.grad_fn", "torch.Tensor.grad_fn", "a.py", 6),)
    assert call("print(x.clone().requires_grad_()); return x", "torch.Tensor.grad_fn").hits == ()


BACKWARD = """
class Own(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.exp()
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * torch.softmax(x, 1)
"""


@pytest.mark.parametrize("watch", ["torch.softmax", "aten::_softmax"])
def test_the_learners_own_backward_is_watched(watch):
    body = "return Own.apply(x)"
    seen = call(body, watch, before=BACKWARD, wrt=(0,), cotangents=(torch.ones(2, 3),))
    assert [hit[0] for hit in seen.hits] == [watch]
    assert seen.gradients[0] is not None


def test_torchs_own_backward_is_not_the_learners():
    body = "return x.exp()"
    assert call(body, "aten::mul", "torch.mul", wrt=(0,), cotangents=(torch.ones(2, 3),)).hits == ()


def test_what_the_probe_calls_is_not_the_learners():
    probe = "def drive(f, x):\n    return torch.softmax(f(torch.softmax(x, 1)), 1)\n"
    assert call("return x * 2", "torch.softmax", "aten::*softmax*", probe=probe).hits == ()
    seen = call("return torch.softmax(x, 1)", "torch.softmax", "aten::*softmax*", probe=probe)
    assert len(seen.hits) == 2
    assert {hit[2:] for hit in seen.hits} == {("a.py", 6)}


def test_watching_changes_no_value_and_ends_with_the_call():
    plain, watched = call("return torch.softmax(x, 1)"), call("return torch.softmax(x, 1)", "torch.softmax", "aten::*")
    assert torch.equal(plain.value, watched.value)
    assert call("return torch.softmax(x, 1)").hits == ()


def test_a_call_that_fails_still_tells_what_ran():
    answer = Answer({"a.py": "import torch\ndef f(x):\n    torch.softmax(x, 0)\n    1 / 0\n"}, "a.py", ("f",), None)
    assert answer.load().usable
    seen = answer.observe(asked(X, watch=("torch.softmax",)))
    answer.close()
    assert seen.failure
    assert len(seen.hits) == 1


def test_a_backward_that_the_learner_starts_is_watched():
    body = "x = x.clone().requires_grad_(); Own.apply(x).sum().backward(); return x.grad"
    assert len(call(body, "torch.softmax", before=BACKWARD).hits) == 1
    body = "x = x.clone().requires_grad_(); return torch.autograd.grad(Own.apply(x).sum(), x)[0]"
    assert len(call(body, "torch.softmax", before=BACKWARD).hits) == 1


@pytest.mark.parametrize("body", ["y.sum().backward(); return y", "return torch.autograd.grad(y.sum(), w)[0]"])
def test_autograd_is_called_what_a_learner_wrote(body):
    seen = call(f"w = x.clone().requires_grad_(); y = w * w; {body}", "torch.autograd.graph")
    assert [hit[1] for hit in seen.hits] == ["backward() or torch.autograd.grad()"]
