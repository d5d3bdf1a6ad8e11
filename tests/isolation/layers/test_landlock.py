from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade.isolation.layers import landlock

SERVER = """
import socket
server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()
"""
TOUCH = """
here = {here!r}
seen["passwd"] = tried(open, "/etc/passwd")
seen["root"] = tried(os.listdir, "/")
seen["relative"] = tried(open, "../../../../../../../../etc/passwd")
seen["through_proc"] = tried(open, f"/proc/{{os.getppid()}}/root/etc/passwd")
seen["parent"] = tried(open, f"/proc/{{os.getppid()}}/cmdline")
seen["self"] = tried(open, "/proc/self/status")
seen["make"] = tried(open, here + "/made", "w")
seen["change"] = tried(open, here + "/there", "r+")
seen["read"] = tried(open, here + "/there")
seen["wipe"] = tried(open, here + "/there", "w")
seen["remove"] = tried(os.unlink, here + "/there")
seen["rename"] = tried(os.rename, here + "/there", here + "/gone")
seen["link"] = tried(os.symlink, "/etc/passwd", here + "/link")
seen["null"] = tried(lambda: open("/dev/null", "w").write("x"))
seen["import"] = tried(__import__, "colorsys")
seen["connect"] = tried(socket.create_connection, address)
seen["listen"] = tried(lambda: socket.create_server(("127.0.0.1", 0)))
"""
REFUSED = ("passwd", "root", "relative", "through_proc", "parent", "make", "change", "wipe", "remove", "rename", "link")
OLDER = """
from torchgrade.isolation.layers import landlock
landlock.kernel_abi = lambda: {abi}
"""


@pytest.fixture
def here(tmp_path):
    (tmp_path / "there").write_text("there")
    return str(tmp_path)


@pytest.mark.parametrize("abi", [0, 1, 4, 6])
def test_nothing_outside_can_be_read_or_changed_whatever_the_abi(confined, status, here, abi):
    prelude = SERVER + (OLDER.format(abi=abi) if abi else "")
    seen = confined(TOUCH.format(here=here), "any", ("capabilities", "no_new_privileges", "landlock"), prelude=prelude)
    assert status(seen, "landlock") == ("weaker" if 0 < abi < 6 else "held")
    assert {name: seen[name] for name in REFUSED if seen[name] not in {"EACCES", "EXDEV"}} == {}
    assert seen["read"] == "EACCES"
    assert (seen["self"], seen["null"], seen["import"]) == ("done",) * 3
    assert Path(here, "there").read_text() == "there"


def test_tcp_is_refused_from_abi_4_on_and_older_ones_say_what_is_missing(confined, status, here):
    body, wanted = TOUCH.format(here=here), ("no_new_privileges", "landlock")
    seen = confined(body, "any", wanted, prelude=SERVER + OLDER.format(abi=4))
    status(seen, "landlock")
    assert (seen["connect"], seen["listen"]) == ("EACCES", "EACCES")
    seen = confined(body, "any", wanted, prelude=SERVER + OLDER.format(abi=1))
    assert seen["connect"] == "done"
    detail = "ABI 1, which leaves moves between folders, truncate, TCP, device ioctl, signals to seccomp"
    assert seen["states"]["landlock"] == ["weaker", detail]


def test_a_policys_paths_can_be_read_and_not_changed(confined, status, here):
    body, wanted = TOUCH.format(here=here), ("no_new_privileges", "landlock")
    seen = confined(body, "any", wanted, prelude=SERVER, readable=[here, "/no/such/path"])
    assert status(seen, "landlock") == "held"
    assert seen["read"] == "done"
    assert {name: seen[name] for name in REFUSED if seen[name] not in {"EACCES", "EXDEV"}} == {}


def test_a_policy_that_shows_everything_is_not_called_held(confined, status):
    seen = confined("", "any", ("no_new_privileges", "landlock"), readable=["/"])
    assert status(seen, "landlock") == "weaker"


def test_signals_stay_inside(confined, status):
    body = "seen['kill'] = tried(os.kill, os.getppid(), 0)"
    seen = confined(body, "any", ("no_new_privileges", "landlock"))
    if status(seen, "landlock") == "weaker":
        pytest.skip("this kernel's Landlock does not know of signals")
    assert seen["kill"] == "EPERM"


def test_without_landlock_it_is_absent_and_says_what_mends_it(confined):
    prelude = "from torchgrade.isolation.layers import landlock\nlandlock._CREATE_RULESET = 100_000"
    state, detail = confined("", "any", ("landlock",), prelude=prelude)["states"]["landlock"]
    assert state == "absent"
    assert "Function not implemented" in detail
    assert "Linux 5.13" in detail


def test_an_older_abi_is_never_asked_for_a_newer_right():
    assert landlock.handled_files(1) == (1 << 13) - 1
    assert landlock.handled_files(2) == (1 << 14) - 1
    assert landlock.handled_files(4) == (1 << 15) - 1
    assert landlock.handled_files(7) == (1 << 16) - 1


def test_a_named_device_can_be_opened_for_writing_and_no_other_one(confined):
    body = "for name in ('full', 'zero'):\n    seen[name] = tried(open, f'/dev/{name}', 'wb')\n"
    seen = confined(body, "any", ("no_new_privileges", "landlock"), devices=("/dev/full",))
    assert (seen["full"], seen["zero"]) == ("done", "EACCES")
