from __future__ import annotations

from dataclasses import replace

import pytest

from torchgrade.errors import BadInput
from torchgrade.formats.reading import Results, files_of, lean, read_all, summed
from torchgrade.results_io import to_json, write_text


@pytest.fixture
def files(tmp_path, report):
    for name in ("b", "a"):
        write_text(tmp_path / f"{name}.json", to_json(replace(report, submission=name)))
    (tmp_path / ".a.json.tmp").write_text("half")
    return files_of(tmp_path)


def test_a_folder_s_results_come_in_the_order_of_their_names(files):
    assert [report.submission for report in Results(files, lambda report: report)] == ["a", "b"]
    assert len(Results(files, lambda report: report)[1:]) == 1


def test_every_report_is_prepared_and_read_only_when_asked_for(files):
    seen = []
    results = Results(files, lambda report: seen.append(report.submission) or report)
    assert seen == []
    assert (results[1].submission, seen) == ("b", ["b"])


def test_few_stay_in_memory_and_many_do_not(files, monkeypatch):
    assert set(read_all(files)) == set(files)
    monkeypatch.setattr("torchgrade.formats.reading._MOST_KEPT", 1)
    assert read_all(files) == {}


def test_nothing_to_read_is_said(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match=r"holds no results \(\*\.json\)"):
        files_of(tmp_path / "empty")
    with pytest.raises(BadInput, match="no such file or folder"):
        files_of(tmp_path / "nowhere")


def test_a_lean_report_says_the_same_and_a_summed_one_has_the_same_score(report):
    assert lean(report).checks[1].message == report.checks[1].message
    assert lean(report).checks[1].evidence.sample is None
    assert (summed(report).score, summed(report).max_score) == (report.score, report.max_score)
    assert len(summed(report).checks) == 4
