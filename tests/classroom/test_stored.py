from __future__ import annotations

import weakref

import pytest

from torchgrade.classroom import stored
from torchgrade.classroom.stored import Stored, files_of
from torchgrade.errors import BadInput
from torchgrade.results import Report
from torchgrade.results_io import to_json, write_text


def test_reports_are_read_one_at_a_time_and_none_is_kept(tmp_path, monkeypatch):
    files = [tmp_path / f"s{number}.json" for number in range(3)]
    for file in files:
        write_text(file, to_json(Report(file.stem)))
    alive: list[weakref.ref[Report]] = []
    monkeypatch.setattr(stored, "read", lambda file: alive.append(weakref.ref(made := Report(file.stem))) or made)
    names = []
    for report in Stored(files):
        names.append(report.submission)
        assert sum(ref() is not None for ref in alive) <= 2  # the last one's place is taken by this one
    assert names == ["s0", "s1", "s2"]
    assert len(Stored(files)) == 3


def test_reports_can_be_asked_for_by_place_and_in_part(tmp_path):
    files = [tmp_path / f"s{number}.json" for number in range(3)]
    for file in files:
        write_text(file, to_json(Report(file.stem)))
    reports = Stored(files)
    assert reports[1].submission == "s1"
    assert [report.submission for report in reports[1:]] == ["s1", "s2"]
    assert list(reports) == list(reports), "a second pass reads them again"


@pytest.fixture
def files(tmp_path):
    for name in ("b", "a"):
        write_text(tmp_path / f"{name}.json", to_json(Report(name)))
    (tmp_path / ".a.json.tmp").write_text("half")
    return files_of(tmp_path)


def test_a_folder_s_results_come_in_the_order_of_their_names(files):
    assert [report.submission for report in Stored(files)] == ["a", "b"]
    assert len(Stored(files)[1:]) == 1


def test_every_report_is_prepared_and_read_only_when_asked_for(files):
    seen = []
    results = Stored(files, lambda report: seen.append(report.submission) or report)
    assert seen == []
    assert (results[1].submission, seen) == ("b", ["b"])


def test_nothing_to_read_is_said(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match=r"holds no results \(\*\.json\)"):
        files_of(tmp_path / "empty")
    with pytest.raises(BadInput, match="no such file or folder"):
        files_of(tmp_path / "nowhere")
