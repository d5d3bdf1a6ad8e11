from __future__ import annotations

import pytest

SERVER = """
import socket
server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()
"""
CONNECT = """
seen["names"] = [name for _, name in socket.if_nameindex()]
seen["connect"] = tried(socket.create_connection, address)
seen["ids"] = [os.getuid(), os.getgid()]
"""
PIDS = """
import os, sys
from torchgrade.isolation.layers import namespaces
before = os.getpid()
if os.geteuid() != 0:
    namespaces.enter_user_namespace(namespaces.NEW_PID)
    if os.fork():
        sys.exit(os.wait()[1])
for _ in range(2):
    child = namespaces.fork_with_own_pids()
    if child == 0:
        os._exit(0 if os.getpid() == 1 else 9)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
child = os.fork()
if child == 0:
    os._exit(9 if os.getpid() == 1 else 0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.parametrize("who", ["root", "user"])
def test_no_server_of_this_host_can_be_reached(confined, status, who):
    seen = confined(CONNECT, who, ("environment", "namespaces"), prelude=SERVER, network=False)
    assert status(seen, "namespaces") == "held"
    assert seen["names"] == ["lo"]
    assert seen["connect"] == "ENETUNREACH"


def test_without_the_layer_the_same_server_answers(confined):
    seen = confined(CONNECT, "any", ("environment",), prelude=SERVER)
    assert seen["connect"] == "done"


def test_a_policy_with_network_keeps_it(confined):
    seen = confined(CONNECT, "any", ("namespaces",), prelude=SERVER, network=True)
    assert seen["connect"] == "done"


def test_an_ordinary_user_keeps_its_ids(confined, status):
    seen = confined(CONNECT, "user", ("namespaces",), prelude=SERVER)
    assert status(seen, "namespaces") == "held"
    assert 0 not in seen["ids"]
    assert 65534 not in seen["ids"]


def test_where_the_host_refuses_the_layer_is_absent_and_says_what_mends_it(confined):
    refuse = (
        SERVER
        + """
from torchgrade.isolation.layers import libc
def refused(function, *arguments):
    raise PermissionError(1, "unshare: Operation not permitted")
libc.call = refused
"""
    )
    state, detail = confined(CONNECT, "any", ("namespaces",), prelude=refuse)["states"]["namespaces"]
    assert state == "absent"
    assert "Operation not permitted" in detail
    assert "sysctl kernel.apparmor_restrict_unprivileged_userns=0" in detail


@pytest.mark.parametrize("who", ["root", "user"])
def test_a_zygote_can_fork_children_that_are_alone_in_their_pid_namespace(python_as, who):
    done = python_as(who, PIDS)
    if "not permitted" in done.stderr:
        pytest.skip("this host refuses pid namespaces")
    assert done.stdout.split() == ["0", "0", "0"], done.stderr
