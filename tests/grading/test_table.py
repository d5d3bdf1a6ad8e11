from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from torchgrade.grading.table import Ending, summary
from torchgrade.language.speaking import speaking
from torchgrade.results import Check, Report

LONG = "a wrong idea with a sentence that is much longer than what is left of a line of eighty characters"


def check(exercise: str, right: bool, idea: str | None = None) -> Check:
    verdict = "passed" if right else "failed"
    return Check(f"u/{exercise}", f"u/{exercise}::t", "", 10 * right, 10, verdict, misconception=idea)


CLASS = [
    Report("ada", (check("relu", True), check("adam", True))),
    Report("bob", (check("relu", False, LONG), check("adam", True))),
    Report("x" * 90, (check("relu", False, LONG), check("adam", False, "other"))),
    Report("eve\x1b[31m", status="unreadable", message="eve.zip: not a zip"),
]


def printed(what: object, width: int) -> list[str]:
    stream = io.StringIO()
    Console(file=stream, width=width, color_system=None).print(what)
    return [line.rstrip() for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_each_submission_is_one_line_with_its_whole_score_however_narrow_the_terminal(width: int, locale: str) -> None:
    with speaking(locale):
        heading, *lines = printed(summary(CLASS), width)
    assert len(lines) == len(CLASS)
    assert all(cell_len(line) <= width for line in (heading, *lines))
    assert [score in line for score, line in zip(("20/20", "10/20", "0/20", "0/0"), lines, strict=True)] == [True] * 4
    assert lines[0].split() == ["ada", "20/20", "2/2"]
    assert "…" in lines[1]
    assert "\x1b" not in "".join(lines)


def test_headings_and_remarks_are_in_the_language_spoken_now() -> None:
    with speaking("zh_CN"):
        heading, _, line, *_rest = printed(summary(CLASS), 80)
    assert heading.split() == ["提交", "得分", "练习", "备注"]
    assert "relu：看起来像：" in line


def test_wrong_ideas_that_several_show_are_counted() -> None:
    ending = Ending()
    for report in CLASS:
        ending.add(report)
    heading, *lines = printed(ending.ideas(), 80)
    assert heading.split(maxsplit=2)[:2] == ["how", "often"]
    assert " ".join(" ".join(lines).split()) == f"2 relu: {LONG}"


def test_an_idea_of_one_alone_is_in_its_line_and_nowhere_else() -> None:
    ending = Ending()
    ending.add(CLASS[1])
    assert ending.ideas() is None
