from __future__ import annotations

import os

import pytest

ALL_FOR_FILES = ("namespaces", "private_tmp", "environment", "rlimits", "landlock")
WRITE = """
folder = {folder!r}
def write(name, size):
    with open(os.path.join(folder, name), "wb") as stream:
        stream.write(bytes(size))
seen["small"] = tried(write, "small", 1000)
seen["read_back"] = os.path.exists(os.path.join(folder, "small")) and os.path.getsize(os.path.join(folder, "small"))
seen["large"] = tried(write, "large", 2 << 20)
tried(os.unlink, os.path.join(folder, "large"))
seen["half"] = [tried(write, "first", 700_000), tried(write, "second", 700_000)]
seen["variable"] = os.environ.get("TMPDIR")
"""


@pytest.fixture
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("tmp")
    for parent in [place, *place.parents]:
        if parent.stat().st_uid == os.getuid() and not parent.stat().st_mode & 1:
            parent.chmod(parent.stat().st_mode | 0o011)
    return place


@pytest.mark.parametrize("who", ["root", "root_open", "user"])
def test_it_can_be_written_up_to_its_size_and_leaves_nothing_behind(confined, status, folder, who):
    body = WRITE.format(folder=str(folder))
    seen = confined(body, who, None, writable=str(folder), file_bytes=1 << 20, uid=64003)
    assert status(seen, "private_tmp") == "held"
    assert (seen["small"], seen["read_back"]) == ("done", 1000)
    assert seen["large"] in {"EFBIG", "ENOSPC"}
    assert seen["half"] == ["done", "ENOSPC"]
    assert seen["variable"] == str(folder)
    assert list(folder.iterdir()) == []


def test_the_number_of_files_is_limited(confined, status, folder):
    body = f"""
folder = {str(folder)!r}
def fill():
    for number in range(10_000):
        open(os.path.join(folder, str(number)), "w").close()
seen["fill"] = tried(fill)
"""
    seen = confined(body, "any", ("namespaces", "private_tmp"), writable=str(folder), file_bytes=1 << 20)
    assert status(seen, "private_tmp") == "held"
    assert seen["fill"] == "ENOSPC"


def test_where_no_mount_is_allowed_nothing_can_be_written_at_all(confined, folder):
    folder.chmod(0o777)
    refuse = """
from torchgrade.isolation.layers import libc, private_tmp
class Refusing:
    LINUX = True
    def call(function, *arguments):
        raise PermissionError(1, "unshare: Operation not permitted")
private_tmp.libc = Refusing
"""
    body = WRITE.format(folder=str(folder))
    seen = confined(body, "any", ALL_FOR_FILES[1:], prelude=refuse, writable=str(folder), file_bytes=1 << 20)
    assert seen["states"]["private_tmp"][0] == "absent"
    assert seen["small"] in {"EACCES", "EFBIG"}
    assert seen["half"][0] in {"EACCES", "EFBIG"}
    assert seen["variable"] is None
    assert sum(path.stat().st_size for path in folder.iterdir()) == 0


def test_without_a_writable_folder_the_layer_has_nothing_to_do(confined):
    seen = confined("", wanted=("private_tmp",))
    assert seen["states"]["private_tmp"] == ["held", "none asked for: no file may be written"]
