from __future__ import annotations

import pytest

from torchgrade.source_scan import scan

SOFTMAX = ("aten::*softmax*",)


def found(text: str, patterns: tuple[str, ...] = SOFTMAX, names: tuple[str, ...] = ("softmax",)) -> list[str]:
    return [item.operation for item in scan(text, names, patterns)]


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("import torch\ndef softmax(x, dim):\n    return torch.softmax(x, dim)", "torch.softmax"),
        (
            "import torch as t\ndef softmax(x, dim):\n    return t.nn.functional.softmax(x, dim)",
            "torch.nn.functional.softmax",
        ),
        ("import torch.nn.functional as F\nsoftmax = F.softmax", "torch.nn.functional.softmax"),
        ("from torch import softmax as s\ndef softmax(x, dim):\n    return s(x, dim)", "torch.softmax"),
        ("from torch.nn import functional\nsoftmax = functional.log_softmax", "torch.nn.functional.log_softmax"),
        ("import torch\nclass softmax:\n    part = torch.nn.Softmax", "torch.nn.Softmax"),
        ("import torch\nsoftmax = getattr(torch, 'softmax')", "torch.softmax"),
        ("import torch\ndef softmax(x, dim):\n    return torch.ops.aten.softmax.int(x, dim)", "torch.ops.aten.softmax"),
        (
            "import torch\ndef help(x):\n    return torch.softmax(x, 0)\ndef softmax(x, dim):\n    return help(x)",
            "torch.softmax",
        ),
        (
            "import torch\ntable = {'s': torch.softmax}\ndef softmax(x, dim):\n    return table['s'](x, dim)",
            "torch.softmax",
        ),
        ("def softmax(x, dim):\n    import torch\n    return torch.softmax(x, dim)", "torch.softmax"),
        ("import torch\nif True:\n    softmax = torch.softmax", "torch.softmax"),
        ("import torch\nif __name__ != '__main__':\n    softmax = torch.softmax", "torch.softmax"),
        ("import torch\nif __name__ == '__main__':\n    pass\nelse:\n    softmax = torch.softmax", "torch.softmax"),
    ],
)
def test_the_forbidden_operation_is_found_under_whatever_name(text, operation):
    assert operation in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "import torch\ndef softmax(x, dim):\n    e = torch.exp(x)\n    return e / e.sum(dim, keepdim=True)",
        "import torch\ndef softmax(x, dim):\n    return x\nif __name__ == '__main__':\n    print(torch.softmax(x, 0))",
        "import torch\ndef softmax(x, dim):\n    return x\nif '__main__' == __name__:\n    print(torch.softmax(x, 0))",
        "import torch\ndef test_softmax():\n    torch.softmax(x, 0)\ndef softmax(x, dim):\n    return x",
        "from torch import softmax\ndef softmax(x, dim):\n    return x\nprint(softmax(1, 2))",
        "def log_softmax(x):\n    return x\ndef softmax(x, dim):\n    return log_softmax(x)",
        "from mine import log_softmax\ndef softmax(x, dim):\n    return log_softmax(x)",
        "from .torch import softmax as s\ndef softmax(x, dim):\n    return s(x)",
        "# torch.softmax\ndef softmax(x, dim):\n    'not torch.softmax'\n    return x",
        "import torch\ndef softmax(x, dim): return (",
    ],
)
def test_honest_code_is_not_flagged(text):
    assert found(text) == []


def test_without_patterns_nothing_is_looked_for():
    assert found("import torch, gc\nsoftmax = torch.softmax\ngc.collect()", patterns=()) == []


@pytest.mark.parametrize(
    "text",
    ["y = x @ w", "x @= w", "y = torch.matmul(x, w)", "y = torch.Tensor.matmul(x, w)", "y = torch.linalg.matmul(x, w)"],
)
def test_every_spelling_of_a_forbidden_matmul(text):
    assert found(f"import torch\ndef f(x, w):\n    {text}\n    return y", ("torch.matmul",), ("f",))


def test_at_is_free_where_matmul_is():
    assert found("def f(x, w):\n    return x @ w", ("torch.nn.functional.linear",), ("f",)) == []


def test_numpy_is_found_under_its_usual_name_and_left_alone_where_it_is_not_used():
    text = "import numpy as np\ndef softmax(x, dim):\n    return torch.as_tensor(np.linalg.inv(x.tolist()))\n"
    assert "numpy.linalg.inv" in found(text, ("numpy",))
    assert found("import numpy as np\ndef softmax(x, dim):\n    return x\n", ("numpy",)) == []


def test_a_forbidden_module_bars_all_that_is_in_it():
    text = "import torch\nfrom torch import optim\nclass Adam(optim.Adam):\n    pass"
    assert sorted(found(text, ("torch.optim",), ("Adam",))) == ["torch.optim", "torch.optim.Adam"]
    assert found("import torch\nclass Adam:\n    pass", ("torch.optim",), ("Adam",)) == []


@pytest.mark.parametrize(
    "text",
    [
        "import torch\ny = torch._refs.softmax(x)",
        "from torch import _refs as r\ny = r.exp",
        "import torch\ny = torch.compile(f)",
        "import torch\ny = torch.ops.prims.collapse(x, 1, 2)",
        "import sys\ny = sys.modules['torch']",
        "import sys\ny = sys._getframe(1)",
        "import gc\ny = gc.get_objects()",
        "import ctypes\ny = ctypes.string_at(0)",
        "import threading\ny = threading.Thread(target=f)",
        "import importlib\ny = importlib.import_module('torch._C')",
        "y = __import__('torch._decomp')",
        "y = e.__traceback__.tb_frame.f_back",
        "y = object.__subclasses__()",
        "import torch\ny = torch.autograd.Variable._execution_engine.run_backward",
        "from torch.autograd.variable import ImperativeEngine as E\ny = E().run_backward",
    ],
)
def test_ways_round_the_recorder_are_refused_like_the_thing_itself(text):
    assert found(text)
    assert all(item.pattern for item in scan(text, ("f",), SOFTMAX))


def test_findings_come_by_line_with_their_pattern():
    items = scan("import torch\na = torch.log_softmax\nsoftmax = torch.softmax\n", ("softmax",), SOFTMAX)
    assert [(item.line, item.operation, item.pattern) for item in items] == [
        (2, "torch.log_softmax", "aten::*softmax*"),
        (3, "torch.softmax", "aten::*softmax*"),
    ]


@pytest.mark.parametrize(
    "tail", ["-" * 100_000 + "1", "x" + ".a" * 20_000, "x" + "+1" * 20_000, "if 1" + "+1" * 900 + ": pass"]
)
def test_deep_code_stops_nothing(tail):
    assert found(f"import torch\nsoftmax = torch.softmax\n{tail}") in ([], ["torch.softmax"])


def test_many_definitions_are_looked_through_in_one_pass():
    text = "\n".join(f"def f{i}(x): return f{i + 1}(x)" for i in range(3_000))
    assert found(f"import torch\n{text}\ndef f3000(x): return torch.softmax(x, 0)\nsoftmax = f0") == ["torch.softmax"]
