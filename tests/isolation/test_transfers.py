"""What brings numbers from a GPU: the CPU stands for one here, by another predicate."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from torchgrade.isolation import transfers
from torchgrade.isolation.answer import Answer
from torchgrade.isolation.observe import Question
from torchgrade.isolation.transfers import EACH_STEP, TO_CPU, TRANSFERS, Transfers

pytestmark = pytest.mark.learner_code


def rows(body: str, away: Any = lambda tensor: True) -> list[tuple[str, str, int]]:
    """What a function of these lines does with a tensor of two numbers: (kind, call, line)."""
    lines = "".join(f"    {line}\n" for line in body.strip("\n").splitlines())
    answer = Answer({"a.py": f"import torch\ndef f(x):\n{lines}"}, "a.py", ["f"], None)
    assert answer.load().usable
    mode = Transfers(answer.is_learner, away)
    with mode:
        answer.subject(torch.ones(2))
    return [(kind, call, line) for kind, call, _, line in mode.rows()]


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("x.exp().cpu()", ".cpu()"),
        ("x.to('cpu')", '.to("cpu")'),
        ("x.to(device=torch.device('cpu'), dtype=torch.float64)", '.to("cpu")'),
        ("x.numpy()", ".numpy()"),
        ("__import__('numpy').asarray(x)", "numpy"),
    ],
)
def test_a_tensor_brought_to_the_cpu_is_seen_with_its_line(code, call):
    assert rows(f"y = 1\n{code}") == [(TO_CPU, call, 4)]


STEPS = "w = x.clone().requires_grad_()\nfor _ in range(2):\n    loss = (w * x).sum()\n    loss.backward()\n    {}\n"


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("loss.item()", ".item()"),
        ("float(loss.detach())", "float()"),
        ("w.tolist()", ".tolist()"),
        ("str(loss)", "print()"),
        ("f'{loss.detach():.3f}'", "print()"),
        ("int(loss.detach())", "int()"),
    ],
)
def test_a_number_read_in_every_step_of_a_training_is_seen(code, call):
    assert rows(STEPS.format(code)) == [(EACH_STEP, call, 7)]


@pytest.mark.parametrize(
    "code",
    [
        "[float(one) for one in x]",  # a loop, and no training
        "x.clone().requires_grad_().sum().backward(); x.sum().item()",  # one step
        "x.to(torch.float64); x.to(x); x.to('meta')",
        STEPS.format("if loss > 3: break"),  # what an answer must know
        STEPS.format("loss.detach()"),
    ],
)
def test_what_an_honest_answer_does_is_not(code):
    assert rows(code) == []


def test_what_a_library_reads_for_itself_is_its_own_affair():
    learning = "w = x.clone().requires_grad_()\no = torch.optim.Adam([w])\nfor _ in range(2):\n    w.sum().backward()\n"
    assert rows(f"{learning}    o.step()") == []


def test_tensors_that_are_on_the_cpu_already_cost_nothing():
    assert rows("x.cpu()", away=transfers._is_away) == []


def test_a_question_asks_for_it_and_its_observation_says_it(monkeypatch):
    monkeypatch.setattr(transfers, "_is_away", lambda tensor: True)
    answer = Answer({"a.py": "def f(x):\n    return x.cpu()\n"}, "a.py", ["f"], None)
    assert answer.load().usable
    hits = [answer.observe(Question((torch.ones(2),), {}, watch=watch)).hits for watch in ((), (TRANSFERS,))]
    assert hits == [(), ((TO_CPU, ".cpu()", "a.py", 2),)]


def test_a_call_that_raises_says_it_too(monkeypatch):
    monkeypatch.setattr(transfers, "_is_away", lambda tensor: True)
    answer = Answer({"a.py": "def f(x):\n    return x.cpu() + 1 / 0\n"}, "a.py", ["f"], None)
    assert answer.load().usable
    seen = answer.observe(Question((torch.ones(2),), {}, watch=(TRANSFERS, "torch.softmax")))
    assert (seen.failure.types[0], len(seen.hits)) == ("builtins.ZeroDivisionError", 1)
