from __future__ import annotations

import pytest

from torchgrade.report.templating import environment, prose


@pytest.mark.parametrize(
    ("sentence", "markup"),
    [
        ("sum over `dim` keeps it", "sum over <code>dim</code> keeps it"),
        ("`<b>` & <i>", "<code>&lt;b&gt;</code> &amp; &lt;i&gt;"),
        ("one ` alone", "one ` alone"),
        ("\x1b`\x00`", r"\x1b<code>\x00</code>"),
        ("", ""),
    ],
)
def test_backticks_set_code_and_everything_is_escaped(sentence: str, markup: str) -> None:
    assert prose(sentence) == markup


def test_whatever_a_template_prints_is_escaped_and_visible() -> None:
    template = environment().from_string('<p title="{{ text }}">{{ text }}</p>')
    assert template.render(text='"<\x1b') == '<p title="&#34;&lt;\\x1b">&#34;&lt;\\x1b</p>'
