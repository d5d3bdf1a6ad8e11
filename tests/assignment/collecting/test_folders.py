"""Hand-ins that mean harm: archives and folders that reach outside, are endless or damaged."""

from __future__ import annotations

import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

HOUR = timedelta(hours=1)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(60):
            archive.writestr(f"{number}.py", b"#" * 2**21)


def many(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_001):
            archive.writestr(f"{number}.py", b"")


def slip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../escaped.py", "x = 1\n")


def link(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("softmax.py")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")


def damaged(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 nothing")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (bomb, "too many or too large"),
        (many, "more than 20000"),
        (slip, "points outside the zip"),
        (link, "is a link"),
        (damaged, "cannot be read"),
    ],
)
def test_a_hostile_archive_is_refused_by_name_and_the_rest_goes_on(desk, make, says: str, capsys) -> None:
    make(desk.source / "mallory.zip")
    os.utime(desk.source / "mallory.zip", (0, (desk.due - HOUR).timestamp()))
    desk.put("ada/softmax.py")
    found = desk.collect()
    assert not found["mallory"][0].counts
    assert says in found["mallory"][0].remark
    assert desk.files() == {"ada/softmax.py"}
    assert not list(desk.root.rglob("escaped.py"))
    assert "mallory: " in capsys.readouterr().out


def test_links_and_special_files_in_a_folder_are_refused(desk) -> None:
    desk.put("ada/softmax.py")
    (desk.source / "ada" / "other.py").symlink_to("/etc/passwd")
    (desk.source / "eve").symlink_to(desk.source / "ada")
    os.utime(desk.source / "ada" / "other.py", (0, (desk.due - HOUR).timestamp()), follow_symlinks=False)
    found = desk.collect()
    assert "other.py is a link" in found["ada"][0].remark
    assert desk.files() == {"ada/softmax.py"}
