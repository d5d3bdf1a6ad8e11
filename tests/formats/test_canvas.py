from __future__ import annotations

import io
from dataclasses import replace

import pytest

from torchgrade.errors import BadInput
from torchgrade.formats.canvas import canvas
from torchgrade.formats.spreadsheet import read_sheet
from torchgrade.results import Check, Report

pandas = pytest.importorskip("pandas", reason="pandas is not installed; pip install -e '.[dev]' has it")

EXPORT = '''\
Student,ID,SIS User ID,SIS Login ID,Section,Week 2 (41),Week 3 (42),Current Score
    Points Possible,,,,,10,100,(read only)
"Abe, Ana",501,s-ana,ana@uni.edu,"Lab, A",7,,70
"Lee, ""Lea""",502,s-lea,lea@uni.edu,Lab A,5,33,50
"=Kim, 小明",503,s-kim,kim@uni.edu,Lab A,,,
"Twin, Tim",504,s-t1,t1@uni.edu,Lab A,,,
"Twin, Tim",505,s-t2,t2@uni.edu,Lab A,,,
'''


def scored(name, points, most=50.0):
    return Report(name, (Check("u/e", "u/e::t", "t", points, most, "passed"),), assignment="Week 3")


@pytest.fixture
def sheet(tmp_path):
    def make(text=EXPORT, encoding="utf-8"):
        file = tmp_path / "export.csv"
        file.write_bytes(text.encode(encoding))
        return read_sheet(file)

    return make


def test_golden(sheet, held):
    reports = [scored("501", 25), scored("kim@uni.edu", 33.333), scored("unknown", 3), scored("Tim Twin", 1)]
    text, notes = canvas(reports, sheet())
    held("canvas.csv", text)
    held("canvas-notes.txt", "\n".join(note.replace(str(sheet().path), "export.csv") for note in notes) + "\n")


def test_pandas_reads_the_scores_in_the_one_column_and_the_rest_is_as_it_was(sheet):
    text, _notes = canvas([scored("501", 25), scored("kim@uni.edu", 33.333)], sheet())
    table = pandas.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    assert list(table.columns) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Week 3 (42)"]
    assert list(table["Week 3 (42)"]) == ["100", "50", "33", "66.67", "", ""]
    assert list(table["Student"])[2:4] == ['Lee, "Lea"', "=Kim, 小明"]


@pytest.mark.parametrize("name", ["501", "s-ana", "ANA@uni.edu", "Abe, Ana", "ana abe", "abeana_501_9001_softmax"])
def test_a_student_is_found_by_any_name_that_canvas_knows(sheet, name):
    text, notes = canvas([scored(name, 50)], sheet())
    assert pandas.read_csv(io.StringIO(text))["Week 3 (42)"][1] == 100
    assert notes == ["scores out of 50 were turned into grades out of 100"]


def test_nobody_is_invented_and_no_doubt_is_entered(sheet):
    odd = [scored("nobody", 9), scored("Tim Twin", 9), scored("501", 9), scored("s-ana", 8)]
    text, notes = canvas([*odd, Report("502", status="unreadable", message="no zip")], sheet())
    assert text.splitlines()[2:] == [
        '"Abe, Ana",501,s-ana,ana@uni.edu,"Lab, A",',
        '"Lee, ""Lea""",502,s-lea,lea@uni.edu,Lab A,33',
        '"=Kim, 小明",503,s-kim,kim@uni.edu,Lab A,',
        '"Twin, Tim",504,s-t1,t1@uni.edu,Lab A,',
        '"Twin, Tim",505,s-t2,t2@uni.edu,Lab A,',
    ]
    named = [note.partition(": ")[2] for note in notes]
    assert named[-3:] == ["Tim Twin", "501, s-ana", "502"]
    assert "nobody" in notes[0]


@pytest.mark.parametrize("wanted", ["Week 3", "week 3 (42)", "42"])
def test_a_column_is_named_by_title_or_number(sheet, wanted):
    reports = [replace(scored("501", 50), assignment="")]
    assert "Week 3 (42)" in canvas(reports, sheet(), wanted)[0]


@pytest.mark.parametrize("wanted", ["Week 9", ""])
def test_a_new_column_is_never_made(sheet, wanted):
    with pytest.raises(BadInput, match=r"Name one with --column TITLE\. There are: Week 2 \(41\), Week 3 \(42\)"):
        canvas([replace(scored("501", 50), assignment="")], sheet(), wanted)


def test_the_only_column_needs_no_name(sheet):
    one = "Student,ID,Section,Lab (7)\nx,1,A,\n"
    assert canvas([replace(scored("1", 50), assignment="")], sheet(one))[0] == "Student,ID,Section,Lab (7)\nx,1,A,50\n"


def test_semicolons_line_ends_and_the_mark_of_utf_8_stay(sheet):
    text = "\ufeffStudent;ID;Section;Week 3 (7)\r\n小明;1;A;\r\n"
    assert canvas([scored("小明", 50)], sheet(text))[0] == "\ufeffStudent;ID;Section;Week 3 (7)\r\n小明;1;A;50\r\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "is no gradebook of Canvas"),
        ("", "has no row of a student"),
        ('a,"b\n', "is no CSV file in UTF-8"),
    ],
)
def test_another_file_is_refused(sheet, text, said):
    with pytest.raises(BadInput, match=said):
        canvas([scored("1", 1)], sheet(text))


def test_a_file_in_another_encoding_is_refused(sheet):
    with pytest.raises(BadInput, match="is no CSV file in UTF-8"):
        sheet(EXPORT, "utf-16")
