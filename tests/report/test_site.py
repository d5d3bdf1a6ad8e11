from __future__ import annotations

import gc
import re
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.language.speaking import speaking
from torchgrade.report.site import page_names, write_site
from torchgrade.results import Report

SECRET = "hidden-case-secret"
AWKWARD = [
    "../../etc/passwd",
    "a/b",
    "a b",
    'quote"',
    "..",
    "",
    "con",
    "NUL",
    "作业一",
    "x" * 300,
    "<script>",
    "s01.py",
    "\udcff",
]


def test_every_submission_has_a_page_that_the_index_links_to(small_class: list[Report], tmp_path: Path) -> None:
    index = write_site(small_class, tmp_path / "out")
    assert index == tmp_path / "out" / "index.html"
    links = set(re.findall(r'href="(submissions/[^"]+)"', index.read_text(encoding="utf-8")))
    pages = {path.relative_to(index.parent).as_posix() for path in (index.parent / "submissions").iterdir()}
    assert links == pages
    assert len(pages) == len(small_class)


def test_a_learner_s_page_holds_nothing_hidden_and_leads_nowhere(small_class: list[Report], tmp_path: Path) -> None:
    write_site(small_class, tmp_path)
    pages = sorted((tmp_path / "learners").iterdir())
    assert [page.name for page in pages] == sorted(page.name for page in (tmp_path / "submissions").iterdir())
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert SECRET not in text
        assert "far apart" not in text
        assert not re.search(r'href="[^#]', text)
    hiding = [page for page in pages if "1 hidden check" in page.read_text(encoding="utf-8")]
    assert len(hiding) == 12


def test_pages_speak_the_language_spoken_now(rich_report: Report, tmp_path: Path) -> None:
    with speaking("zh_CN"):
        index = write_site([rich_report], tmp_path)
    for page in (index, tmp_path / "learners" / "s07.html"):
        text = page.read_text(encoding="utf-8")
        assert '<html lang="zh-CN">' in text
        assert "得分" in text or "还不对" in text


def test_reports_are_looked_at_one_by_one_and_none_is_kept(rich_report: Report, tmp_path: Path) -> None:
    alive: list[weakref.ref[Report]] = []

    def some() -> Iterator[Report]:
        for number in range(6):
            report = replace(rich_report, submission=f"s{number}")
            alive.append(weakref.ref(report))
            yield report
            del report
            gc.collect()  # templates hold what they print in circles
            assert sum(ref() is not None for ref in alive) <= 1

    write_site(some(), tmp_path)
    assert len(alive) == 6


def test_a_page_leads_back_to_the_index(rich_report: Report, tmp_path: Path) -> None:
    write_site([rich_report], tmp_path)
    assert 'href="../index.html"' in (tmp_path / "submissions" / "s07.html").read_text(encoding="utf-8")


def test_writing_again_gives_the_same_bytes_and_leaves_nothing_aside(small_class: list[Report], tmp_path: Path) -> None:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    write_site(small_class, tmp_path)
    before = files()
    write_site(small_class, tmp_path)
    assert files() == before
    assert {path.suffix for path in before} == {".html"}


def test_awkward_names_stay_inside_and_apart(rich_report: Report, tmp_path: Path) -> None:
    write_site([replace(rich_report, submission=name) for name in AWKWARD], tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert len(list((tmp_path / "out" / "submissions").iterdir())) == len(AWKWARD)


@pytest.mark.parametrize(
    ("names", "files"),
    [
        (["s01", "s02"], ["s01.html", "s02.html"]),
        (["s01", "S01"], ["s01.html", "S01-2.html"]),
        (["a", "a", "a-2"], ["a.html", "a-2.html", "a-2-2.html"]),
    ],
)
def test_plain_names_are_kept_and_equal_ones_numbered(names: list[str], files: list[str]) -> None:
    assert page_names(names) == files


@given(st.lists(st.text(st.characters(exclude_categories=[]))))
def test_names_are_plain_and_unique_whatever_the_submissions_are_called(names: list[str]) -> None:
    files = page_names(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,120}\.html", name) for name in files)
    assert len({name.lower() for name in files}) == len(names)
