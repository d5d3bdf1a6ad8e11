from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from torchgrade.formats.feedback import feedback
from torchgrade.formats.spreadsheet import read_sheet


def opened(data):
    return zipfile.ZipFile(io.BytesIO(data))


def test_golden(class_of, held):
    held("feedback-names.txt", "\n".join(opened(feedback(class_of)).namelist()) + "\n")


@pytest.mark.parametrize(
    "name", ["../../x", "/etc/passwd", "C:\\a", "a\0b", "con", "..", "", "a/b_1_assignsubmission_file_"]
)
def test_no_name_leads_outside(report, name, tmp_path):
    archive = opened(feedback([replace(report, submission=name)]))
    [entry] = archive.namelist()
    path = PurePosixPath(entry)
    assert not path.is_absolute()
    assert ".." not in path.parts
    assert "\\" not in entry
    assert archive.testzip() is None
    archive.extractall(tmp_path)
    assert (tmp_path / entry).is_file()


def test_each_learner_has_a_page_without_hidden_checks(report, class_of):
    archive = opened(feedback([report, *class_of, report]))
    assert len(set(archive.namelist())) == 7
    for name in archive.namelist():
        assert b"secret" not in archive.read(name)


def test_a_downloaded_name_gives_the_folder_that_moodle_takes_back(report):
    [entry] = opened(feedback([replace(report, submission="Ana_Maria O'Neil_11_assignsubmission_file_")])).namelist()
    folder, _, file = entry.partition("/")
    # How Moodle reads it: the parts between underscores are name, participant, plugin.
    assert folder.split("_", 4)[1:4] == ["11", "assignfeedback", "file"]
    assert file == "feedback.html"


def test_a_worksheet_tells_the_participants_of_other_names(report, tmp_path):
    (tmp_path / "w.csv").write_text('Identifier,"Full name",Grade\n"Participant 12","小明_x",\n', encoding="utf-8")
    names = opened(feedback([replace(report, submission="小明_x"), report], read_sheet(tmp_path / "w.csv"))).namelist()
    assert names == ["小明 x_12_assignfeedback_file/feedback.html", "kai.html"]


def test_the_same_reports_make_the_same_bytes(report):
    assert feedback([report]) == feedback([report])
