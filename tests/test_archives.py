from __future__ import annotations

import stat
import struct
import zipfile
from pathlib import Path

import pytest

from torchgrade.archives import read_zip
from torchgrade.errors import BadInput
from torchgrade.submission import MOST_BYTES, MOST_FILES, read_submission

ANSWER = b"def relu(x):\n    return x.clamp(min=0)\n"


def packed(tmp_path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes], **options: int) -> Path:
    path = tmp_path / "s01.zip"
    with zipfile.ZipFile(path, "w", **options) as archive:  # type: ignore[arg-type]
        for name, data in entries:
            archive.writestr(name, data)
    return path


def read(path: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    return read_zip(path, MOST_FILES, MOST_BYTES)


def test_python_files_are_read_and_litter_is_left_out(tmp_path):
    names = ["top/relu.py", "__MACOSX/top/._relu.py", "top/.git/x.py", "top/._relu.py", "top/data.csv", "top/"]
    raw, problems = read(packed(tmp_path, *((name, ANSWER if name[-1] != "/" else b"") for name in names)))
    assert raw == {"top/relu.py": ANSWER}
    assert problems == {}


@pytest.mark.parametrize(
    "name", ["../relu.py", "a/../../relu.py", "/etc/relu.py", "C:/relu.py", "..\\relu.py", "\\relu.py"]
)
def test_a_name_that_points_outside_is_named_and_not_read(tmp_path, name):
    raw, problems = read(packed(tmp_path, (name, ANSWER), ("softmax.py", ANSWER)))
    assert list(raw) == ["softmax.py"]
    assert list(problems.values()) == [f"{name.replace(chr(92), '/')} points outside the zip; it was not read"]


def test_backslashes_of_windows_programs_are_folders(tmp_path):
    entry = zipfile.ZipInfo("x")
    entry.filename = "unit\\relu.py"
    assert list(read(packed(tmp_path, (entry, ANSWER)))[0]) == ["unit/relu.py"]


def test_a_link_is_named_and_not_followed(tmp_path):
    link = zipfile.ZipInfo("relu.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    raw, problems = read(packed(tmp_path, (link, b"/etc/passwd")))
    assert raw == {}
    assert problems == {"relu.py": "relu.py is a link; hand in the file itself"}


def test_a_file_of_ten_gigabytes_is_refused_by_what_the_header_says(tmp_path):
    path = packed(tmp_path, ("relu.py", b"0"), ("softmax.py", ANSWER))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 2**32 - 2)  # the size in the directory
    path.write_bytes(data)
    raw, problems = read(path)
    assert list(raw) == ["softmax.py"]
    assert problems == {"relu.py": "relu.py is larger than 2 MB; no answer needs that"}


def test_a_bomb_whose_header_lies_is_read_no_further_than_the_limit(tmp_path):
    bomb = bytes(64 * 2**20)
    path = packed(tmp_path, ("relu.py", bomb), ("softmax.py", ANSWER), compression=zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 2**20
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    path.write_bytes(data)
    raw, problems = read(path)
    assert list(raw) == ["softmax.py"]
    assert list(problems) == ["relu.py"]


def test_many_files_that_are_too_much_together_are_refused(tmp_path):
    entries = [(f"part{i}.py", bytes(MOST_BYTES)) for i in range(40)]
    with pytest.raises(BadInput, match=r"too many or too large Python files\. Zip the exercises alone"):
        read(packed(tmp_path, *entries, compression=zipfile.ZIP_DEFLATED))


def test_many_entries_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("torchgrade.archives._MOST_ENTRIES", 5)
    with pytest.raises(BadInput, match="has 6 entries, more than 5"):
        read(packed(tmp_path, *((f"{i}.txt", b"") for i in range(6))))


def changed(path: Path, old: bytes, new: bytes) -> Path:
    path.write_bytes(path.read_bytes().replace(old, new))
    return path


def test_one_damaged_file_costs_the_others_nothing(tmp_path):
    raw, problems = read(changed(packed(tmp_path, ("relu.py", ANSWER), ("softmax.py", b"b = 1\n")), b"clamp", b"champ"))
    assert raw == {"softmax.py": b"b = 1\n"}
    assert problems["relu.py"].startswith("relu.py is damaged in the zip (Bad CRC-32")


def test_damaged_compression_is_named_too(tmp_path):
    path = packed(tmp_path, ("relu.py", ANSWER * 9), compression=zipfile.ZIP_DEFLATED)
    data = bytearray(path.read_bytes())
    data[30 + len("relu.py") : 30 + len("relu.py") + 8] = b"\xff" * 8
    path.write_bytes(data)
    assert "is damaged in the zip" in read(path)[1]["relu.py"]


def test_an_encrypted_file_is_named_with_what_to_do(tmp_path):
    path = packed(tmp_path, ("relu.py", ANSWER))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert read(path)[1] == {"relu.py": "relu.py is encrypted; zip it without a password"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(tmp_path, method):
    assert (
        "compressed in an unusual way" in read(packed(tmp_path, ("relu.py", ANSWER), compression=method))[1]["relu.py"]
    )


@pytest.mark.parametrize("cut", [1, 10, 40, 80])
def test_a_zip_cut_short_is_refused(tmp_path, cut):
    path = packed(tmp_path, ("relu.py", ANSWER))
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(BadInput, match="cannot be read"):
        read_submission(path)


def test_a_name_that_is_no_text_is_damage(tmp_path):
    path = packed(tmp_path, ("é.py", ANSWER))
    with pytest.raises(BadInput, match="cannot be read"):
        read_submission(changed(path, "é".encode(), b"\xff\xff"))


def test_names_in_other_scripts_are_kept(tmp_path):
    assert list(read(packed(tmp_path, ("задача/解答.py", ANSWER)))[0]) == ["задача/解答.py"]
