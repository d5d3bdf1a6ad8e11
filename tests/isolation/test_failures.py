"""What is written down of an exception: what it is, whose it is, and the learner's own lines."""

from __future__ import annotations

import pytest
import torch

from torchgrade.isolation.answer import Answer
from torchgrade.isolation.failures import learner_traceback
from torchgrade.isolation.plain import through_the_wire

from .conftest import asked, observed

pytestmark = pytest.mark.learner_code

PROBE = "def drive(f, *args):\n    value = f(*args)\n    return value.shape, len(value)\n"


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
