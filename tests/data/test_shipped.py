from __future__ import annotations

import subprocess
import sys

import pytest

from torchgrade.data import shipped


@pytest.fixture
def raw(tmp_path):
    shipped.unpack(tmp_path)
    return tmp_path / "MNIST" / "raw"


def test_every_shipped_file_matches_its_checksum(raw):
    assert sorted(path.name for path in raw.iterdir()) == sorted(shipped.CHECKSUMS)
    assert all(shipped._is_whole(raw / name, checksum) for name, checksum in shipped.CHECKSUMS.items())


def test_the_digits_come_with_their_provenance():
    text = (shipped.PACKED / "README.md").read_text(encoding="utf-8")
    assert "CC BY-SA 3.0" in text


def test_whole_files_are_not_written_again(raw, tmp_path):
    before = {path.name: path.stat().st_ino for path in raw.iterdir()}
    shipped.unpack(tmp_path)
    assert {path.name: path.stat().st_ino for path in raw.iterdir()} == before


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"half"), lambda path: path.unlink()])
def test_damage_is_mended(raw, tmp_path, damage):
    name, checksum = next(iter(shipped.CHECKSUMS.items()))
    damage(raw / name)
    shipped.unpack(tmp_path)
    assert shipped._is_whole(raw / name, checksum)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError("no renaming here")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(PermissionError):
        shipped.unpack(tmp_path)
    assert list((tmp_path / "MNIST" / "raw").iterdir()) == []


def test_several_processes_may_unpack_at_once(tmp_path):
    code = (
        f"import sys; sys.path.insert(0, {str(shipped.PACKED.parents[2])!r}); from pathlib import Path; "
        f"from torchgrade.data import shipped; shipped.unpack(Path({str(tmp_path)!r}))"
    )
    crowd = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    assert [process.wait() for process in crowd] == [0, 0, 0, 0]
    assert sorted(path.name for path in (tmp_path / "MNIST" / "raw").iterdir()) == sorted(shipped.CHECKSUMS)
