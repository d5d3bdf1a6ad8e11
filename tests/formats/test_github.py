from __future__ import annotations

import re
from dataclasses import replace

import pytest

from torchgrade.formats.github import MOST_SHOWN, command, log, summary
from torchgrade.report.views import learner_view

TOKEN = "5e" * 16
COMMAND = re.compile(r"^\s*(?:::([a-z-]+)( [^:]*)?::(.*)|.*##\[(\w+))")


def heard(text):
    """The commands that GitHub's runner would carry out: those outside of a fence."""
    found, fence = [], None
    for line in text.splitlines():
        if fence:
            fence = None if line == f"::{fence}::" else fence
        elif line.startswith("::stop-commands::"):
            fence = line.removeprefix("::stop-commands::")
        elif match := COMMAND.match(line):
            found.append((match[1] or match[4], line))
    return found


def test_golden(report, class_of, held):
    held("github-annotations.txt", log([learner_view(report)], TOKEN, lambda check: ("exercises/softmax.py", 3)))
    held("github-summary.md", summary([learner_view(report)]))
    held("github-summary-class.md", summary(class_of))


def test_an_annotation_names_file_line_and_title(report):
    text = log([report], TOKEN, lambda check: ("a,b:c.py", 7))
    assert "::error file=a%2Cb%3Ac.py,line=7,title=03_activations/softmax%3A not right yet (0/3.5)::gives" in text
    assert "file=" not in log([report], TOKEN).partition("::group::")[0]


def test_no_more_than_github_shows_and_the_rest_is_counted(report):
    checks = tuple(replace(report.checks[1], id=f"x::{i}") for i in range(25))
    found = [line for kind, line in heard(log([replace(report, checks=checks)], TOKEN)) if kind == "error"]
    assert len(found) == MOST_SHOWN
    assert "16 more checks are not right yet" in found[-1]


def test_nothing_that_code_printed_or_a_name_says_is_a_command(nasty, report):
    hostile = "::error::owned\n  ::set-output name=a::b\n##[error]owned\n::stop-commands::x\n::x::\n::add-mask::a"
    checks = tuple(replace(c, stdout=hostile, title=hostile, message=hostile) for c in nasty.checks)
    for one in (report, nasty, replace(nasty, checks=checks, submission=hostile)):
        kinds = [kind for kind, _line in heard(log([one], TOKEN))]
        assert set(kinds) <= {"error", "warning", "group", "endgroup"}
        assert kinds.count("error") == kinds.count("error")
        for kind, line in heard(log([one], TOKEN)):
            assert kind in ("group", "endgroup") or line.startswith(("::error title=", "::warning title="))


def test_a_flood_of_printed_text_is_cut(report):
    checks = tuple(replace(report.checks[1], id=f"x::{i}", stdout=f"{i}" * 19_000) for i in range(1, 9))
    text = log([replace(report, checks=checks)], TOKEN)
    assert "The rest is in the results file." in text
    assert len(text) < 120_000


def test_a_fence_needs_a_random_token(report):
    with pytest.raises(ValueError, match="must be random"):
        log([report], "stop")


def test_a_command_is_one_line():
    assert (
        command("error", "100%\r\n::x\r", file="", line=None, title="a\n:,")
        == "::error title=a%0A%3A%2C::100%25%0A::x\\x0d"
    )


def test_the_summary_stays_under_its_limit_and_says_so(report):
    long = replace(report.checks[1], stdout="é" * 15_000)
    many = tuple(replace(long, exercise=f"u/e{i}", id=f"u/e{i}::t") for i in range(100))
    text = summary([replace(report, checks=many)])
    assert 900_000 < len(text.encode("utf-8")) <= 1_000_000
    assert re.search(r"\d+ more sections did not fit; the results file has everything\.$", text.rstrip())
    assert "did not fit" not in summary([report])


def test_a_learner_s_view_has_nothing_of_a_hidden_check(report):
    shown = learner_view(report)
    assert "secret" not in log([shown], TOKEN) + summary([shown])
