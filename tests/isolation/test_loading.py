"""A learner's file finds its own siblings, and they never stand before torch or the standard library."""

from __future__ import annotations

import inspect
import linecache
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from torchgrade.isolation.loading import load

pytestmark = pytest.mark.learner_code


@pytest.fixture
def loaded() -> Iterator[Callable[..., Any]]:
    """`loaded({name: source}, path)` is the module; everything is forgotten afterwards."""
    finders = []

    def run(files: dict[str, str], path: str = "a.py", base: str = "") -> Any:
        module, finder = load(files, path, base)
        finders.append(finder)
        return module

    yield run
    for finder in finders:
        finder.close()


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"a.py": "from helper import x", "helper.py": "x = 1"}, "a.py"),
        ({"u/a.py": "from helper import x", "u/helper.py": "x = 1"}, "u/a.py"),
        ({"u/a.py": "from helper import x", "helper.py": "x = 1"}, "u/a.py"),
        ({"u/a.py": "from helper import x", "u/helper.py": "x = 1", "helper.py": "x = 2"}, "u/a.py"),
        ({"a.py": "from pack.inner import x", "pack/__init__.py": "", "pack/inner.py": "x = 1"}, "a.py"),
        ({"a.py": "from pack import x", "pack/__init__.py": "from .inner import x", "pack/inner.py": "x = 1"}, "a.py"),
        ({"a.py": "import one\nx = one.x", "one.py": "from two import x", "two.py": "x = 1"}, "a.py"),
        ({"a.py": "def g():\n    from helper import x\n    return x\nx = g()", "helper.py": "x = 1"}, "a.py"),
    ],
    ids=["flat", "own folder", "root", "own folder first", "package", "relative", "through another", "in a function"],
)
def test_siblings_are_found(loaded, files, path):
    assert loaded(files, path).x == 1


@pytest.mark.parametrize("name", ["torch", "json", "random", "colorsys", "numpy", "torchgrade", "typing"])
def test_a_sibling_never_shadows_a_real_module(loaded, name):
    module = loaded({"a.py": f"import {name} as m", f"{name}.py": "fake = True", f"{name}/__init__.py": "fake = True"})
    assert not hasattr(module.m, "fake")


def test_two_files_have_their_own_siblings_of_one_name():
    first, finder = load({"u/a.py": "import helper", "u/helper.py": "x = 1"}, "u/a.py")
    finder.close()
    second, finder = load({"v/a.py": "import helper", "v/helper.py": "x = 2"}, "v/a.py")
    finder.close()
    assert (first.helper.x, second.helper.x) == (1, 2)


def test_a_file_that_fails_leaves_nothing_behind():
    finders, modules = list(sys.meta_path), set(sys.modules)
    with pytest.raises(ZeroDivisionError):
        load({"a.py": "import helper\n1 / 0", "helper.py": "x = 1"}, "a.py")
    assert (sys.meta_path, set(sys.modules)) == (finders, modules)


def test_closing_leaves_nothing_behind():
    finders, modules = list(sys.meta_path), set(sys.modules)
    load({"a.py": "import helper", "helper.py": "x = 1"}, "a.py")[1].close()
    assert (sys.meta_path, set(sys.modules)) == (finders, modules)


@pytest.mark.parametrize("files", [{"a.py": "x = 1\ny = = 2\n"}, {"a.py": "import b", "b.py": "x = 1\ny = = 2\n"}])
def test_a_syntax_error_has_its_line(loaded, files):
    with pytest.raises(SyntaxError) as caught:
        loaded(files)
    assert (caught.value.lineno, caught.value.filename) == (2, list(files)[-1])


def test_a_main_part_is_not_run(loaded):
    module = loaded({"a.py": "x = 1\nif __name__ == '__main__':\n    x = 2\n"})
    assert module.x == 1


@pytest.mark.parametrize(
    "source",
    [
        "from __future__ import annotations\nfrom dataclasses import dataclass\n@dataclass\nclass A:\n    n: int = 1\n",
        "import enum\nclass A(enum.Enum):\n    n = 1\n",
        "from typing import NamedTuple\nclass A(NamedTuple):\n    n: int = 1\n",
        "import torch\nclass A(torch.nn.Module):\n    n = 1\n    def forward(self, x):\n        return x\n",
    ],
    ids=["dataclass", "enum", "named tuple", "module"],
)
def test_classes_of_every_kind_work_and_show_their_source(loaded, source):
    module = loaded({"a.py": source})
    assert module.A
    assert "n" in inspect.getsource(module.A)


def test_a_function_shows_its_source_and_keeps_it_when_files_are_looked_at_again(loaded):
    module = loaded({"a.py": "import torch\n\ndef f(x):\n    return x  # mine\n"})
    linecache.checkcache()
    assert inspect.getsource(module.f) == "def f(x):\n    return x  # mine\n"


def test_lines_are_counted_as_python_counts_them(loaded):
    module = loaded({"a.py": "x = '\u2028'\r\n\x0c\r\ndef f():\r\n    return 1\r\n"})
    assert inspect.getsource(module.f) == "def f():\n    return 1\n"


def test_a_mark_at_the_beginning_of_the_file_is_no_error(loaded):
    assert loaded({"a.py": "\ufeffx = 1\n"}).x == 1


def test_the_files_own_future_imports_and_not_ours_hold(loaded):
    module = loaded({"a.py": "def f(x: int): pass\nkind = f.__annotations__['x']\n"})
    assert module.kind is int


def test_a_file_with_any_name_can_be_loaded(loaded):
    assert loaded({"my answer (2).py": "x = 1"}, "my answer (2).py").x == 1


def test_tracebacks_name_the_file_where_it_lies(loaded):
    module = loaded({"u/a.py": "def f():\n    1 / 0\n"}, "u/a.py", base="/home/me/course")
    assert module.f.__code__.co_filename == "/home/me/course/u/a.py"
