from __future__ import annotations

import importlib.util

import pytest

from torchgrade.errors import CatalogueError
from torchgrade.isolation.answer import compile_probe
from torchgrade.probe import probe_source


def source(tmp_path, text: str):
    """The source of the probe `walk` of a grader with this text."""
    path = tmp_path / "test_x.py"
    path.write_text(f"def mark(f):\n    return f\n\n{text}", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("grader", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return probe_source(module.walk)


def test_an_exercise_without_a_probe_sends_none():
    assert probe_source(None) is None
    assert compile_probe(None) is None


def test_the_source_is_the_function_without_its_decorator(tmp_path):
    text = source(tmp_path, "@mark\n@mark\ndef walk(f, x):\n    '''Docs.'''\n    return f(x)\n")
    assert text == "def walk(f, x):\n    '''Docs.'''\n    return f(x)\n"
    assert compile_probe(text)(abs, -3) == 3


@pytest.mark.parametrize(
    "body",
    [
        "return torch.ones(int(math.pi))",
        "helper = lambda y: y + len(x)\n    return helper(f(x))",
        "def helper(y):\n        return f(y)\n    return [helper(i) for i in x]",
        "class Model(torch.nn.Module):\n        def forward(self, y):\n            return self(y)\n    return Model",
        "import torch.nn.functional as F\n    return F.relu(x)",
        "try:\n        f(x)\n    except ValueError as error:\n        return str(error)",
    ],
)
def test_arguments_torch_math_and_builtins_may_be_named(tmp_path, body):
    assert source(tmp_path, f"import math, torch\n\ndef walk(f, x):\n    {body}\n")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("return outside(f(x))", "outside"),
        ("return [outside(i) for i in x]", "outside"),
        ("def helper():\n        return SEED\n    return helper()", "SEED"),
        ("def helper(y=SEED):\n        return y\n    return helper()", "SEED"),
        ("return (lambda y: np.abs(y))(x)", "np"),
    ],
)
def test_any_other_name_is_refused_with_what_to_do(tmp_path, body, named):
    text = f"import math as np\nSEED = 1\ndef outside(x):\n    return x\n\ndef walk(f, x):\n    {body}\n"
    with pytest.raises(CatalogueError, match=rf"the probe walk names {named}, which the learner's process does not"):
        source(tmp_path, text)


def test_a_probe_must_be_at_the_top_level(tmp_path):
    with pytest.raises(CatalogueError, match="must be a function at the top level"):
        source(tmp_path, "def make():\n    def walk(f):\n        return f\n    return walk\nwalk = make()\n")
