from __future__ import annotations

import base64
import hashlib
import html
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from torchgrade.report.html import render_cohort, render_submission
from torchgrade.results import Adjustment, Check, Environment, Evidence, Report, Sample, Timing

VOID = {"meta", "br", "link", "img", "input", "hr"}
SECRETS = ("hidden-case-secret", "rows are far apart", "7777.25", "8888.5", "0.00012345", "424242")

anything = st.text(st.characters(exclude_categories=[]), max_size=30) | st.sampled_from(
    ["<script>alert(1)</script>", "</style><script>", "'\"><ScRiPt x=1>", "{{ 7 * 7 }}", "`<script>`", "\x1b[2J"]
)
cell = st.floats() | st.sampled_from(["nan", "inf", "-inf"]) | anything
grid = st.lists(st.lists(cell, max_size=8), max_size=4)
samples = st.builds(Sample, st.tuples(st.integers(0, 9), st.integers(0, 9)), anything, grid, grid, grid)
evidences = st.builds(
    Evidence,
    st.integers(0, 9),
    st.integers(0, 9),
    st.none() | anything,
    st.none() | cell,
    st.none() | cell,
    st.none() | st.tuples(st.integers(), st.integers()),
    st.none() | st.floats(0, 1e6),
    st.none() | samples,
    st.tuples(anything),
)
worth = st.integers(0, 10) | st.just(2.5)
checks = st.builds(
    Check,
    anything,
    anything,
    anything,
    worth,
    worth,
    st.sampled_from(["passed", "failed", "error", "timeout", "not_started"]),
    st.sampled_from(["visible", "hidden"]),
    anything,
    st.just(()) | st.tuples(anything, st.dictionaries(anything, anything, max_size=2)),
    anything,
    st.none() | anything,
    st.just(()),
    evidences,
    anything,
)
reports = st.builds(
    Report,
    submission=anything,
    checks=st.lists(checks, max_size=3).map(tuple),
    assignment=anything,
    variant=anything,
    status=st.sampled_from(["graded", "unreadable", "grader_fault"]) | anything,
    message=anything,
    flags=st.tuples(anything),
    environment=st.builds(Environment, anything, anything, anything, isolation=st.tuples(anything)),
    graders_sha256=anything,
    timing=st.builds(Timing, anything),
)


class Page(HTMLParser):
    """A page read as a browser would: its tags with their attributes, its text, and tags left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.words += data


def scripts(text: str) -> int:
    return len(re.findall("<script", text, re.IGNORECASE))


@pytest.fixture
def page(rich_report: Report) -> str:
    return render_submission(rich_report, "instructor")


def test_the_page_says_score_attempt_and_every_sentence(page: str, rich_report: Report) -> None:
    words = Page(page).words
    assert "11 / 40" in words
    assert "Attempt 2" in words
    for check in rich_report.checks:
        assert (check.title in words) == (check.verdict != "not_started")


def test_a_verdict_is_a_mark_with_its_word(page: str) -> None:
    words = Page(page).words
    for verdict in ("✓ passed", "✗ not right yet", "✗ raised an error", "✗ took too long", "– not started"):
        assert verdict in words


def test_a_failure_shows_what_it_looks_like_message_tolerance_output_and_hint(page: str) -> None:
    words = Page(page).words
    for said in (
        "softmax over dim 0, whatever dim was asked for",
        "7 of 18 values differ",
        "yours     0.42",
        "0.4 at [0, 5]",
        "1.3e-5; the error is 30,800 times that",
        "shape torch.Size([3, 6])",
        "In which direction should the numbers add up to 1?",
        "pytest --exercise softmax",
    ):
        assert said in words


def test_the_hint_waits_until_it_is_asked_for(page: str) -> None:
    hint = re.search(r"<details( open)?>\s*<summary>A hint</summary>\s*<p class=\"hint\">In which direction", page)
    assert hint
    assert not hint[1]


def test_heatmaps_have_a_name_and_their_numbers_as_tables(page: str) -> None:
    tags = Page(page).tags
    named = [attrs for tag, attrs in tags if tag == "svg" and attrs.get("role") == "img"]
    assert len(named) == 6
    assert all(attrs["aria-label"] for attrs in named)
    assert page.count("<caption>expected</caption>") == page.count("<caption>yours</caption>") == 2
    assert "<caption>error</caption>" in page
    assert "7 of 18 cells are out of tolerance" in page
    assert '<td class="out">nan ' in page


def test_environment_isolation_and_flags_are_told_to_the_instructor(page: str) -> None:
    words = Page(page).words
    for said in (
        "torch 2.13.0",
        "process group, rlimits, seccomp",
        "conv2d calls torch.nn.functional.unfold",
        "424242",
    ):
        assert said in words


def test_a_run_without_isolation_says_so(rich_report: Report) -> None:
    report = replace(rich_report, environment=Environment("3.11", "2.13"))
    assert "none: the code ran inside the grading process" in render_submission(report, "learner")


def test_what_the_code_printed_is_text_and_its_escapes_are_visible(page: str) -> None:
    assert scripts(page) == 0
    assert "\x1b" not in page
    assert r"\x1b[31mred alert\x1b[0m <script>alert('owned')</script>" in html.unescape(page)


def test_the_learners_page_tells_nothing_of_hidden_checks(rich_report: Report, page: str) -> None:
    shown = render_submission(rich_report, "learner")
    for secret in SECRETS:
        assert secret in page
        assert secret not in shown
    assert "test_far_apart" not in shown
    assert "1 hidden check" in Page(shown).words
    assert "11 / 40" in Page(shown).words
    assert "unfold through getattr" not in shown


def test_one_that_could_not_be_read_says_why() -> None:
    words = Page(
        render_submission(Report("s13", status="unreadable", message="s13.zip: not a zip file."), "learner")
    ).words
    assert "✗ could not be read" in words
    assert "s13.zip: not a zip file." in words


def test_what_lateness_took_and_a_person_gave_is_said_with_its_reason(rich_report: Report) -> None:
    late = replace(rich_report, adjustments=(Adjustment("late", -1.5, "two days late"), Adjustment("manual", 2, "")))
    words = Page(render_submission(late, "learner")).words
    assert "-1.5 points: two days late" in words
    assert "+2 points" in words
    assert "11.5 / 40" in words


def test_equal_reports_give_equal_pages(rich_report: Report, page: str) -> None:
    assert render_submission(rich_report, "instructor") == page


def test_the_cohort_page_has_counts_items_ideas_flags_and_links(small_class: list[Report]) -> None:
    text = render_cohort(
        small_class, {report.submission: f"submissions/{report.submission}.html" for report in small_class}
    )
    words = " ".join(Page(text).words.split())
    assert "14 submissions" in words
    assert "gives torch.softmax's values along any dimension" in words
    assert "6 softmax over dim 0, whatever dim was asked for 03_activations/softmax · for example s01, s02" in words
    assert "conv2d calls torch.nn.functional.unfold through getattr, line 14" in words
    assert text.count('href="submissions/s14.html"') >= 1


def test_the_cohort_table_can_be_sorted_by_number_and_name(small_class: list[Report]) -> None:
    text = render_cohort(small_class, {})
    [table] = re.findall(r'<table class="sortable" id="submissions">.*?</table>', text, re.DOTALL)
    assert len(re.findall(r'<th scope="col"[^>]*><button type="button">', table)) == 8
    assert len(re.findall(r"data-value=\"-?[\d.]+\"", table)) == 6 * len(small_class)


def test_a_cohort_of_none_is_a_page() -> None:
    assert "0 submissions" in " ".join(Page(render_cohort([], {})).words.split())


def test_a_browser_may_run_the_sorting_script_and_nothing_else(small_class: list[Report], page: str) -> None:
    text = render_cohort(small_class, {})
    [script] = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policies = [html.unescape(str(attrs["content"])) for tag, attrs in Page(text).tags if "http-equiv" in attrs]
    assert [f"script-src 'sha256-{digest}';" in policy for policy in policies] == [True]
    assert "script-src 'none'" in page


@pytest.mark.parametrize("kind", ["submission", "cohort"])
def test_pages_need_nothing_from_elsewhere(kind: str, small_class: list[Report], page: str) -> None:
    text = page if kind == "submission" else render_cohort(small_class, {"s01": "submissions/s01.html"})
    assert not re.search(r"@import|url\((?!#)|https?://", text)
    for tag, attrs in Page(text).tags:
        assert tag not in ("link", "img", "iframe", "object", "embed")
        assert "src" not in attrs
        assert not re.match(r"(\w+:|//)", str(attrs.get("href", "")))


@pytest.mark.parametrize("kind", ["submission", "cohort"])
def test_pages_are_well_formed_with_unique_ids_and_links_that_lead_somewhere(
    kind: str, small_class: list[Report], page: str
) -> None:
    parsed = Page(page if kind == "submission" else render_cohort(small_class, {}))
    assert parsed.open == []
    ids = [attrs["id"] for _, attrs in parsed.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    inside = [str(attrs["href"])[1:] for _, attrs in parsed.tags if str(attrs.get("href", "")).startswith("#")]
    assert set(inside) <= set(ids)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(reports, max_size=2))
def test_any_strings_render_as_text(found: list[Report]) -> None:
    for report in found:
        for audience in ("learner", "instructor"):
            text = render_submission(report, audience)  # type: ignore[arg-type]
            text.encode("utf-8")
            assert scripts(text) == 0
            assert Page(text).open == []
    assert scripts(render_cohort(found, {report.submission: "x.html" for report in found})) == 1


def test_reports_render_without_torch() -> None:
    program = (
        "import sys; sys.modules['torch'] = None\n"
        "from torchgrade.report import cohort_csv, html, site\nfrom torchgrade.results import Report\n"
        "print(len(html.render_submission(Report('s1'), 'learner')) > 1000)"
    )
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


@pytest.mark.parametrize("verdict", ["passed", "failed"])
def test_a_note_is_on_the_page_and_says_that_it_costs_nothing(verdict):
    note = ["{file}, line {line} asks for {device}", {"file": "a.py", "line": "3", "device": '"<cuda>"'}]
    check = Check("u/e", "u/e::test_it", "is right", 4, 4, verdict, notes=(note,))
    page = render_submission(Report("ada", (check,)), "learner")
    assert "Note, which costs no points" in page
    assert "a.py, line 3 asks for &#34;&lt;cuda&gt;&#34;" in page
