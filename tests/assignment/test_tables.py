from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from torchgrade.assignment.handed_in import HandedIn, read_handed_in, write_handed_in
from torchgrade.assignment.manual import Manual, begin_manual, read_manual
from torchgrade.assignment.tables import read_table, write_table
from torchgrade.errors import BadInput


def file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_are_read_as_spreadsheets_save_them(tmp_path: Path, separator: str) -> None:
    path = file(
        tmp_path, f"Student{separator}Points\r\nada{separator}1\r\n{separator}\r\nbob{separator}2\r\n", "utf-8-sig"
    )
    assert read_table(path, ["student"]) == [
        (2, {"student": "ada", "points": "1"}),
        (4, {"student": "bob", "points": "2"}),
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"table\.csv:1: there is no column student; it has name, points"):
        read_table(file(tmp_path, "name,points\n"), ["student"])


def test_two_students_with_one_id_are_named_with_their_lines(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"table\.csv:4: student ada stands in line 2 already"):
        read_table(file(tmp_path, "student\nada\nbob\nada\n"), ["student"], key="student")


@pytest.mark.parametrize("data", [b"student\n\xff\xfe\n", None])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "table.csv"
    if data:
        path.write_bytes(data)
    with pytest.raises(BadInput, match="Save it as CSV in UTF-8"):
        read_table(path, ["student"])


def test_no_cell_that_is_written_is_a_formula_and_all_are_read_back(tmp_path: Path) -> None:
    names = ["=1+1", "+ada", "-bob", "@eve", "o'neil", "'tis", "a,b", "two\nlines"]
    write_table(tmp_path / "table.csv", ["student"], [[name] for name in names])
    cells = [row["student"] for _, row in read_table(tmp_path / "table.csv", ["student"])]
    assert cells == names
    assert "\n=" not in (tmp_path / "table.csv").read_text(encoding="utf-8")


def test_hand_ins_are_read_back(tmp_path: Path) -> None:
    moment = datetime(2026, 9, 15, 12, 30, tzinfo=timezone.utc)
    items = [HandedIn("ada", "ada", 2, moment, 1), HandedIn("bob", "bob", counts=False, remark="too late")]
    write_handed_in(tmp_path, items)
    assert list(read_handed_in(tmp_path).values()) == items


def test_where_nothing_was_collected_there_are_no_hand_ins(tmp_path: Path) -> None:
    assert read_handed_in(tmp_path) == {}


def test_a_file_for_marks_is_begun_once_and_then_only_read(tmp_path: Path) -> None:
    path = tmp_path / "manual.csv"
    begin_manual(path, ["ada", "bob"])
    assert read_manual(path) == {}
    path.write_text('student,points,comment\nada,2.5,"fine, really"\nbob,-1,\n', encoding="utf-8")
    begin_manual(path, ["ada", "bob", "eve"])
    assert read_manual(path) == {"ada": [Manual("ada", 2.5, "fine, really")], "bob": [Manual("bob", -1.0)]}


def test_german_commas_in_marks_are_numbers(tmp_path: Path) -> None:
    assert read_manual(file(tmp_path, "student;points;comment\nada;2,5;\n"))["ada"][0].points == 2.5


@pytest.mark.parametrize("points", ["two", "nan", "inf"])
def test_a_mark_that_is_no_number_is_refused_with_its_line(tmp_path: Path, points: str) -> None:
    with pytest.raises(BadInput, match=r"table\.csv:2"):
        read_manual(file(tmp_path, f"student,points,comment\nada,{points},\n"))
