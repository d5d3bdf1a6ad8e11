"""Collecting: one folder for each student, put in place of what was collected before and of nothing else."""

from __future__ import annotations

import pytest

from torchgrade.errors import BadInput


def test_folders_zips_and_files_are_collected_one_folder_each(desk) -> None:
    desk.put("ada/03_activations/softmax.py")
    desk.put("ada/notes.txt")
    desk.zip("bob.zip", {"exercises/softmax.py": desk.code, "__MACOSX/softmax.py": "x", "readme.md": "x"})
    desk.put("eve.py")
    desk.collect()
    assert desk.files() == {"ada/03_activations/softmax.py", "bob/exercises/softmax.py", "eve/eve.py"}


def test_only_the_files_that_the_assignment_names_are_taken(desk) -> None:
    desk.assign(more="files = ['softmax.py', 'data/*.txt']")
    for name in ("softmax.py", "other.py", "data/a.txt", "b.txt"):
        desk.put(f"ada/{name}")
    desk.collect()
    taken = {path.relative_to(desk.out).as_posix() for path in desk.out.rglob("*") if path.is_file()}
    assert taken == {"ada/softmax.py", "ada/data/a.txt", "collected.csv"}


def test_collecting_again_replaces_what_was_collected_and_nothing_else(desk) -> None:
    desk.put("ada/softmax.py")
    desk.put("bob/softmax.py")
    desk.collect()
    (desk.root / "ps1" / "manual.csv").write_text("student,points,comment\nada,1,good\n", encoding="utf-8")
    (desk.source / "bob" / "softmax.py").unlink()
    (desk.source / "bob").rmdir()
    desk.collect()
    assert desk.files() == {"ada/softmax.py"}
    assert "good" in (desk.root / "ps1" / "manual.csv").read_text(encoding="utf-8")


def test_a_folder_of_somebody_is_not_replaced(desk) -> None:
    desk.put("ada/softmax.py")
    desk.out.mkdir(parents=True)
    (desk.out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="was not collected"):
        desk.collect()
    assert (desk.out / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_hand_in_of_another_assignment_is_told(desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.put("ada/relu.py")
    desk.put("bob/relu.py")
    desk.put("bob/softmax.py")
    found = desk.collect()
    assert found["ada"][0].remark == "answers relu and nothing of this assignment: is it of another one?"
    assert (found["ada"][0].counts, found["bob"][0].remark) == (True, "")


def test_addresses_as_ids_stay_as_they_are(desk) -> None:
    desk.put("ada@school.edu/softmax.py")
    desk.collect()
    assert desk.files() == {"ada@school.edu/softmax.py"}


def test_what_is_not_there_is_said(desk) -> None:
    with pytest.raises(BadInput, match="no such folder or zip"):
        desk.collect(desk.root / "nowhere")
    with pytest.raises(BadInput, match="no hand-ins in it"):
        desk.collect()
