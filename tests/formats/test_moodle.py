from __future__ import annotations

import io

import pytest

from torchgrade.errors import BadInput
from torchgrade.formats.moodle import comment, moodle, participant
from torchgrade.formats.spreadsheet import read_sheet
from torchgrade.report.views import learner_view
from torchgrade.results import Check, Report

pandas = pytest.importorskip("pandas", reason="pandas is not installed; pip install -e '.[dev]' has it")

WORKSHEET = '''\
\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum grade","Last modified (grade)","Feedback comments"
"Participant 11","Ana Abe",ana@uni.edu,"Submitted for grading",,20.00,-,
"Participant 12","O'Neil, ""Lea""",lea@uni.edu,"Submitted for grading",3.50,20.00,"Monday, 2 March 2026, 9:00 AM",fine
"Participant 13",小明,ming@uni.edu,"No submission",,20.00,-,
'''


@pytest.fixture
def sheet(tmp_path):
    def make(text=WORKSHEET):
        file = tmp_path / "worksheet.csv"
        file.write_bytes(text.encode("utf-8"))
        return read_sheet(file)

    return make


def scored(name, points, most=10.0):
    verdict = "passed" if points == most else "failed"
    return Report(name, (Check("u/e", "u/e::t", "keeps, order", points, most, verdict),))


def test_golden(sheet, held):
    text, _notes = moodle([scored("小明", 10), scored("Ana Abe_11_assignsubmission_file_", 3.333)], sheet())
    held("moodle.csv", text)


@pytest.mark.parametrize("name", ["Participant 13", "13", "小明", "Ming@uni.edu", "Old Name_13_assignsubmission_file"])
def test_a_participant_is_found_by_number_name_or_address(sheet, name):
    text, notes = moodle([scored(name, 10)], sheet())
    table = pandas.read_csv(io.BytesIO(text.encode("utf-8")), encoding="utf-8-sig")
    assert table["Grade"][2] == 20
    assert notes == ["scores out of 10 were turned into grades out of 20"]


def test_what_was_not_handed_in_stays_and_nobody_is_invented(sheet):
    text, notes = moodle([scored("Ana Abe", 5), scored("nobody", 5)], sheet())
    before, after = WORKSHEET.splitlines(), text.splitlines()
    assert len(after) == len(before) + 1  # the comment has two lines
    assert 'Participant 12,"O\'Neil, ""Lea""",lea@uni.edu,Submitted for grading,3.50,20.00' in text
    assert any("nobody" in note for note in notes)


def test_a_worksheet_in_another_language_needs_the_column_s_title(sheet):
    text = 'Kennung,"Vollständiger Name",Punkte\n"Teilnehmer/in 11",Ana,\n'
    with pytest.raises(BadInput, match=r"Name the title with --column\. There are: Kennung, Vollst.* Name, Punkte"):
        moodle([scored("11", 5)], sheet(text))
    assert moodle([scored("11", 5)], sheet(text), "Punkte")[0].endswith("Teilnehmer/in 11,Ana,5\n")


def test_a_chinese_worksheet_is_known(sheet):
    assert moodle([scored("11", 5)], sheet("编号,姓名,成绩\n参与者 11,安娜,\n"))[0].endswith("参与者 11,安娜,5\n")


def test_another_file_is_refused(sheet):
    with pytest.raises(BadInput, match="is no grading worksheet of Moodle"):
        moodle([scored("11", 5)], sheet("Student,Grade\nana,\n"))


def test_a_comment_has_the_score_and_what_is_not_right_without_hints(report):
    text = comment(learner_view(report))
    assert text.startswith("4 of 27.5 points.\n")
    assert "Looks like softmax over dim 0" in text
    assert "In which direction" not in text
    assert "secret" not in text


def test_a_downloaded_name_is_taken_apart():
    assert participant("Ana_Maria Abe_11_assignsubmission_file_softmax") == ("Ana_Maria Abe", "11")
    assert participant("ana_11") is None
