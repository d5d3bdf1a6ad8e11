"""Picking a learner's names out of their file."""

from __future__ import annotations

import pytest
import torch

from torchgrade.isolation.answer import Answer, compile_probe

from .conftest import asked

pytestmark = pytest.mark.learner_code


def load(source: str, *names: str):
    answer = Answer({"a.py": source}, "a.py", names or ("f",), None)
    try:
        return answer, answer.load()
    finally:
        answer.close()


def test_one_name_is_the_subject_itself():
    answer, loaded = load("def f(x):\n    return x + 1\n")
    assert loaded.usable
    assert answer.observe(asked(torch.ones(1))).value.tolist() == [2]


def test_several_names_are_a_namespace():
    answer, loaded = load("def f(): return 1\nclass G: pass\n", "f", "G")
    assert loaded.usable
    assert (answer.subject.f(), answer.subject.G.__name__) == (1, "G")


def test_what_is_missing_or_no_function_is_named():
    _, loaded = load("g = 3\n", "f", "g")
    assert (loaded.usable, loaded.missing, loaded.not_callable) == (False, ("f",), ("g",))


@pytest.mark.parametrize(
    ("source", "kind", "text", "line"),
    [
        ("x = 1\n1 / 0\n", "builtins.ZeroDivisionError", "division by zero", 2),
        ("x = 1\ny = = 2\n", "builtins.SyntaxError", "invalid syntax (line 2)", None),
        ("def f():\nreturn 1\n", "builtins.IndentationError", "(line 2)", None),
        ("import sys\nsys.exit('bye')\n", "builtins.SystemExit", "bye", 2),
        ("raise KeyboardInterrupt\n", "builtins.KeyboardInterrupt", "", 1),
        ("import no_such_module\n", "builtins.ModuleNotFoundError", "no_such_module", 1),
        ("def __getattr__(name):\n    raise ValueError(name)\n", "builtins.ValueError", "f", 2),
        ("x = '\0'", "builtins.", "null bytes", None),
    ],
)
def test_a_file_that_raises_is_described(source, kind, text, line):
    _, loaded = load(source)
    assert loaded.failure.types[0].startswith(kind)
    assert text in loaded.failure.message
    assert [frame[:2] for frame in loaded.failure.frames[-1:]] == ([("a.py", line)] if line else [])


def test_a_probe_sees_torch_math_and_builtins_alone():
    probe = compile_probe("def drive(subject):\n    return subject(math.pi), torch.ones(1), sorted(globals())\n")
    value, one, names = probe(lambda x: x)
    assert (round(value, 3), one.item()) == (3.142, 1)
    assert names == ["__builtins__", "__name__", "drive", "math", "torch"]


@pytest.mark.parametrize(
    "source",
    [
        "@torch.no_grad()\ndef f(x):\n    return x\n",
        "@torch.inference_mode()\n@torch.no_grad()\ndef f(x):\n    return x\n",
        "class f:\n    @torch.no_grad()\n    def __call__(self, x):\n        return x\n",
    ],
)
def test_a_function_of_the_learners_in_a_context_of_torchs_is_the_learners(source):
    answer = Answer({"a.py": f"import torch\n{source}"}, "a.py", ("f",), None)
    assert answer.load().usable
    assert answer.foreign is None


@pytest.mark.parametrize(
    "source",
    [
        "f = torch.no_grad()(torch.softmax)\n",
        "f = torch.no_grad()(torch.softmax)\ndef mine(x):\n    return x\nf.__wrapped__ = mine\n",
        "f = torch.no_grad()(torch.nn.functional.softmax)\n",
    ],
)
def test_a_function_of_torchs_in_a_context_stays_borrowed(source):
    answer = Answer({"a.py": f"import torch\n{source}"}, "a.py", ("f",), None)
    assert answer.load().usable
    assert answer.foreign == ("a.py", 2)
