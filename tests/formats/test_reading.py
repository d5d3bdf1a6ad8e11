from __future__ import annotations

from dataclasses import replace

import pytest

from torchgrade.classroom.stored import files_of
from torchgrade.errors import BadInput
from torchgrade.formats.reading import lean, read_all, summed
from torchgrade.results_io import to_json, write_text


@pytest.fixture
def files(tmp_path, report):
    for name in ("b", "a"):
        write_text(tmp_path / f"{name}.json", to_json(replace(report, submission=name)))
    (tmp_path / ".a.json.tmp").write_text("half")
    return files_of(tmp_path)


def test_few_stay_in_memory_and_many_do_not(files, monkeypatch):
    assert set(read_all(files)) == set(files)
    monkeypatch.setattr("torchgrade.formats.reading._MOST_KEPT", 1)
    assert read_all(files) == {}


def test_a_lean_report_says_the_same_and_a_summed_one_has_the_same_score(report):
    assert lean(report).checks[1].message == report.checks[1].message
    assert lean(report).checks[1].evidence.sample is None
    assert (summed(report).score, summed(report).max_score) == (report.score, report.max_score)
    assert len(summed(report).checks) == 4


def test_a_broken_one_among_many_is_named_by_the_process_that_read_it(files, monkeypatch):
    monkeypatch.setattr("torchgrade.formats.reading._MOST_KEPT", 1)
    monkeypatch.setattr("torchgrade.formats.reading.number_for", lambda items, jobs: 2)
    assert read_all(files) == {}
    files[1].write_text(files[1].read_text(encoding="utf-8")[:-9], encoding="utf-8")
    with pytest.raises(BadInput, match=r"b\.json: not complete JSON"):
        read_all(files)
