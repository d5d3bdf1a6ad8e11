from __future__ import annotations

import pytest

LOOK = """
with open("/proc/self/status") as stream:
    lines = dict(line.split(":", 1) for line in stream)
seen["sets"] = {name: int(lines[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")}
seen["chroot"] = tried(os.chroot, "/tmp")
seen["low_port"] = tried(lambda: socket.create_server(("127.0.0.1", 1)))
seen["parent"] = tried(lambda: open(f"/proc/{os.getppid()}/environ", "rb").read())
"""


def test_root_keeps_its_name_and_none_of_its_powers(confined):
    seen = confined(LOOK, "root", ("capabilities",), prelude="import socket")
    assert seen["states"]["capabilities"] == ["held", "none, bounding set empty"]
    assert set(seen["sets"].values()) == {0}
    assert seen["chroot"] == "EPERM"
    assert seen["parent"] == "EACCES"


@pytest.mark.parametrize("wanted", [("capabilities",), ("namespaces", "capabilities")])
def test_an_ordinary_user_has_none_either_not_even_over_its_own_namespaces(confined, wanted):
    seen = confined(LOOK, "user", wanted, prelude="import socket")
    assert seen["states"]["capabilities"][0] == "held"
    assert {seen["sets"][name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {0}
    assert seen["chroot"] == "EPERM"
