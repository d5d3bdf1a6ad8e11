from __future__ import annotations

from pathlib import Path

import pytest

LOOK = """
with open("/proc/self/status") as stream:
    seen["set"] = dict(line.split(":", 1) for line in stream)["NoNewPrivs"].strip()
"""
# A process of the same user looks at a confined one.
NEIGHBOUR = """
import os
from torchgrade.isolation.layers import Policy, confine
wait, tell = os.pipe()
done, end = os.pipe()
child = os.fork()
if child == 0:
    os.close(end)
    confine(Policy(), {wanted!r})
    os.write(tell, b"x")
    os.read(done, 1)
    os._exit(0)
os.read(wait, 1)
try:
    print(len(open(f"/proc/{{child}}/environ", "rb").read()) > 0)
except PermissionError:
    print("refused")
os.close(end)
os.wait()
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
def test_privileges_are_given_up_for_good(confined):
    seen = confined(LOOK, wanted=("no_new_privileges",))
    assert seen["set"] == "1"
    assert seen["states"]["no_new_privileges"] == ["held", "set, and not traceable"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
@pytest.mark.parametrize(("wanted", "answer"), [((), "True"), (("no_new_privileges",), "refused")])
def test_a_process_of_the_same_user_cannot_look_into_it(python_as, wanted, answer):
    assert python_as("user", NEIGHBOUR.format(wanted=wanted)).stdout == f"{answer}\n"
