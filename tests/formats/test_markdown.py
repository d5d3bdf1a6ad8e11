from __future__ import annotations

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from torchgrade.formats.markdown import fenced, inline, markdown
from torchgrade.report.views import learner_view

READER = MarkdownIt("commonmark").enable("table")


def test_golden(report, class_of, held):
    held("report.md", markdown([learner_view(report)]))
    held("report-class.md", markdown(class_of))


@pytest.mark.parametrize(
    "text",
    ["**bold**", "[a](b)", "![a](b)", "a|b", "<b>&amp;", "`code`", "~~x~~", "# no", "https://a.b", "a\nb", "$x$", "\\"],
)
def test_a_text_is_shown_as_it_is(text):
    shown = READER.parseInline(f"x {inline(text)}")[0].children or []
    assert {token.type for token in shown} <= {"text", "text_special"}
    assert "".join(token.content for token in shown) == "x " + " ".join(text.split())


def test_no_block_ends_before_its_text_does():
    text = "```\n</details>\n````\n<script>"
    [block] = READER.parse("\n".join(fenced(text)))
    assert (block.type, block.content) == ("fence", text + "\n")


def test_no_name_brings_markup_of_its_own(nasty):
    hostile = "</summary>\n\n# owned\n\n| a | b |\n| --- | --- |\n<script>x</script>"
    checks = tuple(replace(c, title=hostile, message=hostile, stdout=hostile) for c in nasty.checks)
    tokens = READER.parse(markdown([replace(nasty, submission=hostile, assignment=hostile, checks=checks)]))
    html = [token.content.strip() for token in tokens if token.type == "html_block"]
    assert {line.partition(">")[0] for line in html} <= {"<details", "</details"}
    assert sum(token.type == "table_open" for token in tokens) == 1
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2", "h3", "h3"]


def test_one_cause_is_told_once(report):
    gone = tuple(
        replace(c, verdict="missing", message="no file answers", hint="h", misconception=None)
        for c in report.checks[2:5]
    )
    assert markdown([replace(report, checks=gone)]).count("no file answers") == 1


def test_the_learner_s_has_nothing_of_a_hidden_check(report):
    assert "secret" not in markdown([learner_view(report)])
    assert "secret title (hidden)" in markdown([report])
