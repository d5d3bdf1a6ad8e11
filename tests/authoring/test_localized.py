from __future__ import annotations

import ast

import pytest

from torchgrade.authoring.localized import localized
from torchgrade.language import po, speaking
from torchgrade.language.po import Message
from torchgrade.language.speaking import speaking as in_language

STUB = '''"""Doubling."""


class Twice:
    """Twice.

    >>> Twice()(2)
    4
    """

    def __call__(self, x):
        """Return it."""
        # TODO: your code here
        raise NotImplementedError
'''
CHINESE = '''"""加倍。"""


class Twice:
    """两倍。

    >>> Twice()(2)
    4
    """

    def __call__(self, x):
        """Return it."""
        # 待办：在这里写代码
        raise NotImplementedError
'''


@pytest.fixture
def graders(tmp_path, monkeypatch):
    monkeypatch.setattr(speaking, "LOCALES", tmp_path)
    po.write(
        tmp_path / "zh_CN.po",
        "zh_CN",
        [Message("TODO: your code here", "")],
        {"TODO: your code here": "待办：在这里写代码"},
    )
    own = {"Doubling.": "加倍。", "Twice.\n\n>>> Twice()(2)\n4": "两倍。\n\n>>> Twice()(2)\n4"}
    po.write(tmp_path / "01_first/twice.zh_CN.po", "zh_CN", [Message(text, "") for text in own], own)
    return tmp_path


def test_docstrings_are_translated_and_code_is_not(graders):
    with in_language("zh_CN"):
        assert localized(STUB, "01_first/twice", graders) == CHINESE


def test_in_english_a_stub_stays_as_it_was_cut(graders):
    assert localized(STUB, "01_first/twice", graders) == STUB


def test_a_backslash_in_a_translation_stays_one(graders):
    po.write(graders / "01_first/slash.zh_CN.po", "zh_CN", [Message("Doubling.", "")], {"Doubling.": "一行 \\n 两行"})
    with in_language("zh_CN"):
        text = localized(STUB, "01_first/slash", graders)
    assert ast.get_docstring(ast.parse(text)) == "一行 \\n 两行"
