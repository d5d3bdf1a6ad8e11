"""Each of the two nets by itself: what the source shows, and what the recorder sees where the source shows nothing."""

from __future__ import annotations

import _thread
import threading

import pytest
import torch

from torchgrade.isolation.answer import Answer
from torchgrade.isolation.observe import Question
from torchgrade.source_scan import scan

pytestmark = pytest.mark.learner_code

SOFTMAX = ("aten::*softmax*",)
BY_NAME = 'getattr(torch, "soft" + "max")'


def in_the_source(text: str) -> list[str]:
    return [item.operation for item in scan(text, ("softmax",), SOFTMAX)]


def while_it_runs(text: str) -> list[tuple[str, str, int]]:
    answer = Answer({"a.py": f"import torch\n{text}"}, "a.py", ("softmax",), None)
    try:
        assert answer.load().usable
        seen = answer.observe(Question((torch.ones(3), 0), {}, watch=SOFTMAX))
        assert seen.failure is None, seen.failure
        return [(pattern, file, line) for pattern, _, file, line in seen.hits]
    finally:
        answer.close()


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("softmax = eval('torch.soft' + 'max')", "builtins.eval"),
        ("exec('softmax = 1')", "builtins.exec"),
        ("run = exec", "builtins.exec"),
        ("softmax = vars(__builtins__)", "builtins.__builtins__"),
        ("softmax = __import__('to' + 'rch').softmax", "builtins.__import__"),
        ("bring = __import__", "builtins.__import__"),
        ("import importlib as i\nsoftmax = i.import_module('to' + 'rch').softmax", "importlib.import_module"),
        ("from importlib import import_module as i\nsoftmax = i('torch.fx')", "torch.fx"),
        ("def torch(): ...\nimport torch\nsoftmax = torch.softmax", "torch.softmax"),
        ("import torch\nsoftmax = torch.sys.modules", "torch.sys.modules"),
        ("import asyncio\nsoftmax = asyncio.to_thread", "asyncio.to_thread"),
    ],
)
def test_code_out_of_text_and_ways_to_other_modules_are_found(text, operation):
    assert operation in in_the_source(text)


@pytest.mark.parametrize(
    "text",
    [
        "import importlib\nmine = importlib.import_module('helpers')",
        "pi = __import__('math').pi",
        "from re import compile\npattern = compile('[a-z]')",
        "eval = model.eval\neval(1)",
        "def softmax(x, compile):\n    return compile(x)",
        "import helpers\ny = helpers.inspect(1) + helpers.gc.torch",
    ],
)
def test_honest_code_of_the_same_words_is_not(text):
    assert in_the_source(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"import functools\nsoftmax = functools.partial({BY_NAME})\nsoftmax.__module__ = __name__",
        f"import functools\nclass Own(functools.partial): pass\nsoftmax = Own({BY_NAME})",
        "exec('def soft' + 'max(x, dim): return x.soft' + 'max(dim)')",
        f"class Soft:\n    __call__ = staticmethod({BY_NAME})\nsoftmax = Soft()",
        f"class Soft(torch.nn.Module):\n    pass\nsoftmax = Soft()\nsoftmax.forward = {BY_NAME}",
        f"class Meta(type):\n    __call__ = staticmethod({BY_NAME})\nclass softmax(metaclass=Meta): pass",
    ],
)
def test_what_forwards_without_a_line_of_the_learner_s_is_on_their_account(text):
    assert [hit[:2] for hit in while_it_runs(text)] == [("aten::*softmax*", "a.py")]


THREAD = f"""
def softmax(x, dim):
    kept = []
    threads = getattr(torch.utils.data.dataloader, "thread" + "ing")
    worker = threads.Thread(target=lambda: kept.append({BY_NAME}(x, dim)))
    worker.start()
    worker.join()
    return kept[0]
"""


def test_a_thread_is_seen_where_it_starts_and_starting_one_is_free_afterwards():
    before = threading.Thread.start, _thread.start_new_thread
    assert while_it_runs(THREAD) == [("threading", "a.py", 7)]
    assert (threading.Thread.start, _thread.start_new_thread) == before


@pytest.mark.parametrize(
    "text",
    [
        "def softmax(x, dim):\n    return x.exp()",
        "class Soft:\n    def __call__(self, x, dim):\n        return x.exp()\nsoftmax = Soft()",
        "class Soft(torch.nn.Module):\n    def forward(self, x, dim):\n        return x.exp()\nsoftmax = Soft()",
        "import functools\nsoftmax = functools.partial(lambda scale, x, dim: x * scale, 2)",
        "softmax = torch.no_grad()(lambda x, dim: x.exp())",
    ],
)
def test_honest_objects_are_not(text):
    assert while_it_runs(text) == []


def test_a_class_body_that_answers_questions_with_errors_does_not_stop_loading():
    text = (
        "class Evil(type):\n    def __getattribute__(self, name): raise SystemExit(name)\n"
        "class Part(metaclass=Evil): pass\n"
        "class softmax:\n    part, kind = object.__new__(Part), Part\n    def __new__(cls, x, dim): return x.exp()\n"
    )
    assert while_it_runs(text) == []
