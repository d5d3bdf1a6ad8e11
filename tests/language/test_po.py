from __future__ import annotations

import pytest

from torchgrade.errors import CatalogueError
from torchgrade.language import po
from torchgrade.language.po import Message

MESSAGES = [
    Message("first\n\n    >>> 1 + 1\n    2", "docstring of f"),
    Message("a `code` 100 %", "hint 1 of test_values"),
    Message('says "no"', "sentence of test_values"),
]


def test_what_is_written_reads_back_in_any_script(tmp_path):
    path = tmp_path / "softmax.zh_CN.po"
    known = {"first\n\n    >>> 1 + 1\n    2": "第一\n\n    >>> 1 + 1\n    2", 'says "no"': "说“不”"}
    po.write(path, "zh_CN", MESSAGES, known)
    assert po.read(path) == known


def test_the_file_tells_the_translator_what_each_text_is_in_the_order_given(tmp_path):
    path = tmp_path / "softmax.zh_CN.po"
    po.write(path, "zh_CN", MESSAGES, {})
    text = path.read_text(encoding="utf-8")
    assert [line[3:] for line in text.splitlines() if line.startswith("#. ")] == [item.what for item in MESSAGES]
    assert '"Language: zh_CN\\n"' in text
    assert "python-format" not in text, "a per cent sign in prose is no placeholder"


def test_writing_twice_gives_the_same_bytes(tmp_path):
    one, two = tmp_path / "one.po", tmp_path / "two.po"
    po.write(one, "zh_CN", MESSAGES, {})
    po.write(two, "zh_CN", MESSAGES, po.read(one))
    assert one.read_bytes() == two.read_bytes()


def test_a_fuzzy_translation_counts_as_none(tmp_path):
    path = tmp_path / "x.po"
    path.write_text('msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\n')
    assert po.read(path) == {"c": "d"}


@pytest.mark.parametrize(
    "broken", [b"msgid a\n", b"\xff\xfe", b'msgid "a"\nmsgstr "c"\nnonsense'], ids=["no quotes", "no UTF-8", "nonsense"]
)
def test_a_broken_file_is_refused_by_name(tmp_path, broken):
    path = tmp_path / "x.po"
    path.write_bytes(broken)
    with pytest.raises(CatalogueError, match=r"x\.po: is no PO file in UTF-8"):
        po.read(path)
