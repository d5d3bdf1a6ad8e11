from __future__ import annotations

import pytest

LOOK = """
import ctypes, getpass
getenv = ctypes.CDLL(None).getenv
getenv.restype = ctypes.c_char_p
with open("/proc/self/environ", "rb") as stream:
    block = stream.read()
seen["secret"] = [
    "SECRET_TOKEN" in os.environ, "hunter2" in str(sys.modules["posix"].environ),
    getenv(b"SECRET_TOKEN") is not None, b"hunter2" in block,
]
seen["names"] = sorted(os.environ)
seen["threads"] = [os.environ.get("OPENBLAS_NUM_THREADS"), (getenv(b"OPENBLAS_NUM_THREADS") or b"").decode()]
seen["user"] = getpass.getuser()
seen["open"] = [number for number in range(400) if tried(os.fstat, number) == "done"]
seen["writing"] = writing
"""
LEAK = "leaked = os.open('/dev/null', os.O_RDONLY); os.dup2(leaked, 300)"


@pytest.mark.parametrize("who", ["any", "user"])
def test_secrets_are_gone_from_python_from_c_and_from_proc(confined, who):
    seen = confined(LOOK, who, ("environment",))
    assert seen["states"]["environment"][0] == "held"
    assert seen["secret"] == [False] * 4


def test_what_torch_needs_is_kept_and_nothing_but_the_whitelist(confined):
    seen = confined(LOOK, "any", ("environment",))
    assert seen["threads"] == ["1", "1"]
    assert "PYTHONPATH" not in seen["names"]
    assert {"PATH", "HOME", "USER"} <= set(seen["names"])


def test_the_user_has_a_name_without_the_password_file(confined):
    assert confined(LOOK, "any", ("environment", "landlock"))["user"] == "contestant"


def test_every_descriptor_but_the_kept_ones_is_closed(confined):
    seen = confined(LOOK, "any", ("environment",), prelude=LEAK)
    assert seen["open"] == sorted({0, 1, 2, seen["writing"]})


def test_without_close_range_they_are_closed_one_by_one(confined):
    old_kernel = (
        LEAK
        + """
from torchgrade.isolation.layers import environment
environment._CLOSE_RANGE = 100_000
"""
    )
    seen = confined(LOOK, "any", ("environment",), prelude=old_kernel)
    assert seen["open"] == sorted({0, 1, 2, seen["writing"]})
