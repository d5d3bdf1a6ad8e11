from __future__ import annotations

import pytest

# The child would write after half a minute, were it still there; killed, it closes the pipe at once.
ORPHAN = """
import os, time
from torchgrade.isolation.layers import Policy, confine
reading, writing = os.pipe()
middle = os.fork()
if middle == 0:
    ready, tell = os.pipe()
    if os.fork() == 0:
        states = confine(Policy(uid={uid}), {wanted!r}, (writing, tell))
        os.write(writing, (states[5].status + ":").encode())
        os.write(tell, b"x")
        time.sleep(30)
        os.write(writing, b"alive")
        os._exit(0)
    os.read(ready, 1)
    os._exit(0)
os.close(writing)
print(open(reading).read())
"""


def test_the_child_leads_a_group_of_its_own_so_that_one_kill_ends_it(confined):
    seen = confined("seen['leads'] = os.getpgid(0) == os.getpid() == os.getsid(0)", wanted=("process_group",))
    assert seen["leads"]
    assert seen["states"]["process_group"] == ["held", "own session, killed when its parent dies"]


def test_it_dies_with_its_parent(python_as):
    done = python_as("any", ORPHAN.format(uid=None, wanted=("process_group",)))
    assert done.stdout == "absent:\n", done.stderr


@pytest.mark.parametrize("who", ["root_open", "user"])
def test_it_dies_with_its_parent_after_a_change_of_user_or_namespace(python_as, who):
    wanted = ("process_group", "namespaces", "environment", "rlimits", "uid", "capabilities", "no_new_privileges")
    done = python_as(who, ORPHAN.format(uid=64007, wanted=wanted))
    assert done.stdout == {"root_open": "held:\n", "user": "weaker:\n"}[who], done.stderr


def test_the_request_to_die_cannot_be_taken_back(confined, status):
    body = """
from torchgrade.isolation.layers import libc
seen["clear"] = tried(libc.prctl, 1, 0)
"""
    seen = confined(body, wanted=("process_group", "no_new_privileges", "seccomp"))
    assert status(seen, "seccomp") == "held"
    assert seen["clear"] == "EPERM"
