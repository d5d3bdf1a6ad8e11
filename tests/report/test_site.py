from __future__ import annotations

import gc
import re
import weakref
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.language.speaking import speaking
from torchgrade.report.processes import Processes
from torchgrade.report.site import Site, page_names, write_site
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


class Passing(Sequence[Report]):
    """Reports that are made when they are asked for, of which nobody may keep any."""

    def __init__(self, report: Report, places: range) -> None:
        self.report, self.places, self.alive = report, places, list[weakref.ref[Report]]()

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self[index] for index in range(len(self))[place]]
        gc.collect()  # templates hold what they print in circles
        assert sum(ref() is not None for ref in self.alive) <= 1
        report = replace(self.report, submission=f"s{self.places[place]}")
        self.alive.append(weakref.ref(report))
        return report


def test_reports_are_looked_at_one_by_one_and_none_is_kept(rich_report: Report, tmp_path: Path) -> None:
    reports = Passing(rich_report, range(6))
    write_site(reports, tmp_path)
    assert len(reports.alive) == 12, "each is read before anything is written, and again to be written"


@pytest.mark.parametrize("locale", ["en", "zh_CN"])
def test_several_processes_write_the_same_bytes(small_class: list[Report], tmp_path: Path, locale: str) -> None:
    told: dict[int, list[Report]] = {0: [], 2: []}
    with speaking(locale):
        for number, heard in told.items():
            with Processes(number) as processes:
                site = Site(small_class, tmp_path / str(number), processes)
                site.look(heard.append)
                site.write()
    assert files_in(tmp_path / "0") == files_in(tmp_path / "2") != {}
    assert told[0] == told[2]
    assert [report.submission for report in told[0]] == [report.submission for report in small_class]


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_told_has_what_a_table_needs_and_no_pictures(rich_report: Report, tmp_path: Path) -> None:
    told: list[Report] = []
    with Processes(0) as processes:
        Site([rich_report], tmp_path, processes).look(told.append)
    [report] = told
    assert (report.score, report.max_score, report.flags) == (
        rich_report.score,
        rich_report.max_score,
        rich_report.flags,
    )
    assert [check.misconception for check in report.checks] == [check.misconception for check in rich_report.checks]
    assert not any(check.evidence.sample or check.message or check.stdout for check in report.checks)
    assert not list(tmp_path.iterdir()), "nothing is written before all was read"


def test_a_page_leads_back_to_the_index(rich_report: Report, tmp_path: Path) -> None:
    write_site([rich_report], tmp_path)
    assert 'href="../index.html"' in (tmp_path / "submissions" / "s07.html").read_text(encoding="utf-8")


def test_writing_again_gives_the_same_bytes_and_leaves_nothing_aside(small_class: list[Report], tmp_path: Path) -> None:
    write_site(small_class, tmp_path)
    before = files_in(tmp_path)
    write_site(small_class, tmp_path)
    assert files_in(tmp_path) == before
    assert {Path(name).suffix for name in before} == {".html"}


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
