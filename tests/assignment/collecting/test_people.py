"""Whose a hand-in is, by the roster."""

from __future__ import annotations

import pytest


def test_a_roster_tells_who_is_missing_who_is_unknown_and_ids_that_come_twice(
    desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.put("ada/softmax.py")
    desk.put("mallory/softmax.py")
    (desk.root / "roster.csv").write_text("id,name\nada,Ada\nbob,Bob\neve,Eve\neve,Eva\n", encoding="utf-8")
    desk.collect()
    said = capsys.readouterr().out
    assert "Missing: bob, eve" in said
    assert "Not on the roster: mallory" in said
    assert "eve is the id of several lines" in said


def test_ids_that_differ_in_capitals_alone_are_two_students(desk, capsys: pytest.CaptureFixture[str]) -> None:
    (desk.root / "roster.csv").write_text("id,name\nada,Ada L\nAda,Ada B\ns-1,Bob\ns1,Eve\n", encoding="utf-8")
    for name in ("ada", "Ada B", "s-1", "Eve"):
        desk.put(f"{name}/softmax.py", text=f"# {name}\n{desk.code}")
    found = desk.collect()
    assert set(found) == {"ada", "Ada", "s-1", "s1"}
    assert all(item.counts for (item,) in found.values())
    assert "roster: ada and Ada look alike" in capsys.readouterr().out


def test_hand_ins_find_their_student_by_any_column_of_the_roster(desk) -> None:
    (desk.root / "roster.csv").write_text("id,name,moodle\nu1,Ada Lovelace,501\nu2,Bob B.,502\n", encoding="utf-8")
    path = desk.zip(
        "class.zip",
        {
            "Ada Lovelace_900_assignsubmission_file_/softmax.py": desk.code,
            "Somebody Else_502_assignsubmission_file_/softmax.py": desk.code,
        },
    )
    assert set(desk.collect(path)) == {"u1", "u2"}
