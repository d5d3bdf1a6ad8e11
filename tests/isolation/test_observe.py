"""What one call shows: values, failures and whose they are, inputs changed or handed out, gradients."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.isolation.answer import Answer
from torchgrade.isolation.observe import Observation, learner_traceback, map_tensors, tensors_in
from torchgrade.isolation.plain import through_the_wire

from .conftest import asked

pytestmark = pytest.mark.learner_code

PROBE = "def drive(f, *args):\n    value = f(*args)\n    return value.shape, len(value)\n"


def observed(body: str, *args: Any, probe: str | None = None, before: str = "", **fields: Any) -> Observation:
    source = f"import torch\n{before}\ndef f(*args):\n    x = args[0] if args else None\n    {body}\n"
    answer = Answer({"a.py": source}, "a.py", ("f",), probe)
    assert answer.load().usable
    try:
        return answer.observe(asked(*args, **fields))
    finally:
        answer.close()


@pytest.mark.parametrize(
    ("body", "where", "own", "kind"),
    [
        ("raise NotImplementedError", "learner", True, "NotImplementedError"),
        ("raise NotImplementedError(\n        'later'\n    )", "learner", True, "NotImplementedError"),
        ("return help_me()", "learner", True, "NotImplementedError"),
        ("return torch.autograd.Function.forward(None)", "torch", False, "NotImplementedError"),
        ("return torch.empty(2, device='meta').tolist()", "learner", False, "NotImplementedError"),
        ("return torch.nn.Module()(x)", "torch", False, "NotImplementedError"),
        ("return torch.ones(2) @ torch.ones(3)", "learner", False, "RuntimeError"),
        ("return 1 / 0", "learner", False, "ZeroDivisionError"),
        ("raise ValueError('dim must be an int')", "learner", True, "ValueError"),
    ],
)
def test_not_started_is_told_from_what_torch_has_not_implemented(body, where, own, kind):
    seen = observed(body, torch.ones(2), before="def help_me():\n    raise NotImplementedError\n")
    assert seen.failure.types[0] == f"builtins.{kind}"
    assert (seen.failure.where, seen.failure.own_raise) == (where, own)
    assert seen.value is None


def test_a_failure_shows_the_learners_frames_alone_and_the_last_of_them():
    deep = "def down(n):\n    return down(n - 1) if n else torch.ones(2).view(n, 3)\n"
    failure = observed("return down(9)", before=deep).failure
    assert {frame[0] for frame in failure.frames} == {"a.py"}
    assert len(failure.frames) == 5
    assert failure.frames[-1] == ("a.py", 3, "down", "return down(n - 1) if n else torch.ones(2).view(n, 3)")


def test_an_error_inside_the_probe_is_told_from_the_learners():
    assert observed("return torch.ones(2)", probe=PROBE).value == (torch.Size([2]), 2)
    failure = observed("return 3", probe=PROBE).failure
    assert (failure.where, failure.types[0], failure.frames) == ("probe", "builtins.AttributeError", ())


@pytest.mark.parametrize(
    "before",
    [
        "class E(Exception):\n    def __str__(self): return 'x' * 10**6\n",
        "class E(Exception):\n    def __str__(self): raise KeyboardInterrupt\n",
        "class S(str):\n    def __getitem__(self, key): return self\nclass E(Exception):\n"
        "    def __str__(self): return S('x' * 10**4)\n",
        "class M(type):\n    __module__ = property(lambda self: 1 / 0)\nclass E(Exception, metaclass=M):\n    pass\n",
    ],
    ids=["long", "raising", "a str of its own", "nameless"],
)
def test_an_exception_of_any_kind_can_be_sent(before):
    failure = through_the_wire(observed("raise E", before=before)).failure
    assert len(failure.message) <= 2000
    assert failure.types[-1] == "builtins.BaseException"


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


def test_tensors_are_found_in_the_order_in_which_they_travel():
    a, b, c, d = (torch.full((1,), float(n)) for n in range(4))
    value = {"x": [a, (b, {"y": c})], "z": torch.nn.Parameter(d)}
    assert [tensor.item() for tensor in tensors_in(value)] == [0, 1, 2, 3]
    assert map_tensors([a, (b, 1)], lambda tensor: tensor + 1)[1][0].item() == 2


def test_a_debugger_stops_in_the_learners_innermost_frame():
    source = "import torch\ndef f():\n    return torch.nn.functional.linear(1, 2)\n"
    answer = Answer({"a.py": source}, "a.py", ("f",), None)
    assert answer.load().usable
    seen = answer.observe(asked())
    answer.close()
    step = learner_traceback(seen.exception, answer.is_learner)
    while step.tb_next is not None:
        step = step.tb_next
    assert step.tb_frame.f_code.co_filename == "a.py"
