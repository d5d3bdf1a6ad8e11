from __future__ import annotations

import os
from pathlib import Path

import pytest

from torchgrade.errors import BadInput
from torchgrade.formats import writing
from torchgrade.formats.writing import write_all


def everything(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_all_files_are_written_and_nothing_else(tmp_path):
    write_all([(tmp_path / "a" / "1.txt", b"1"), (tmp_path / "2.txt", b"2")])
    assert everything(tmp_path) == ["2.txt", "a", "a/1.txt"]


def test_a_full_disk_leaves_nothing_and_names_the_file(tmp_path, monkeypatch):
    write = writing._write

    def full(path: Path, data: bytes) -> None:
        write(path, data[:3])
        if data == b"second":
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_write", full)
    (tmp_path / "1.txt").write_text("old")
    with pytest.raises(BadInput, match=r"2\.txt: cannot be written \(No space left on device\)\. Make room"):
        write_all([(tmp_path / "1.txt", b"first"), (tmp_path / "new" / "deep" / "2.txt", b"second")])
    assert everything(tmp_path) == ["1.txt"]
    assert (tmp_path / "1.txt").read_text() == "old"


def test_content_that_cannot_be_made_leaves_nothing(tmp_path):
    def files():
        yield tmp_path / "out" / "1.txt", b"1"
        raise BadInput("no more")

    with pytest.raises(BadInput, match="no more"):
        write_all(files())
    assert everything(tmp_path) == []


def test_a_folder_in_its_place_is_named(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(BadInput, match=r"a: cannot be written \(a folder stands in its place\)"):
        write_all([(tmp_path / "a", b"")])


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only_is_named(tmp_path):
    (tmp_path / "a").mkdir(mode=0o500)
    with pytest.raises(BadInput, match=r"x\.txt: cannot be written"):
        write_all([(tmp_path / "a" / "x.txt", b"")])
