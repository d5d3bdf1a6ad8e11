from __future__ import annotations

import signal

import pytest

ONLY = ("environment", "no_new_privileges", "seccomp")
TRY = """
import ctypes, fcntl, resource, signal, subprocess, threading, time
from torchgrade.isolation.layers import libc
parent = os.getppid()
seen["fork"] = tried(lambda: os.fork() or os._exit(0))
seen["subprocess"] = tried(subprocess.run, ["/bin/true"])
seen["spawn"] = tried(lambda: os.posix_spawn("/bin/true", ["true"], {}))
seen["exec"] = tried(os.execv, "/bin/true", ["true"])
seen["tcp"] = tried(socket.socket)
seen["udp"] = tried(socket.socket, socket.AF_INET, socket.SOCK_DGRAM)
seen["unix"] = tried(socket.socket, socket.AF_UNIX)
seen["pair"] = tried(socket.socketpair)
seen["memfd"] = tried(os.memfd_create, "x")
seen["truncate"] = tried(os.truncate, here, 0)
seen["chmod"] = tried(os.chmod, here, 0o777)
seen["chown"] = tried(os.chown, here, os.getuid(), os.getgid())
seen["utime"] = tried(os.utime, here)
seen["xattr"] = tried(os.setxattr, here, "user.x", b"y")
seen["kill"] = tried(os.kill, parent, 0)
seen["group"] = tried(os.kill, 0, 0)
seen["pidfd"] = tried(os.pidfd_open, parent)
seen["limits"] = tried(resource.prlimit, parent, resource.RLIMIT_CPU, (1, 1))
seen["affinity"] = tried(os.sched_setaffinity, parent, {0})
seen["nice"] = tried(os.setpriority, os.PRIO_PROCESS, parent, 19)
seen["owner"] = tried(fcntl.fcntl, writing, fcntl.F_SETOWN, parent)
seen["ptrace"] = tried(libc.call, "ptrace", 16, parent, None, None)
seen["trace_me"] = tried(libc.call, "ptrace", 0, 0, None, None)
seen["chroot"] = tried(os.chroot, "/tmp")
seen["unshare"] = tried(libc.call, "unshare", 0x10000000)
seen["mount"] = tried(libc.call, "mount", b"tmpfs", b"/tmp", b"tmpfs", 0, None)
seen["keyctl"] = tried(libc.syscall, 250 if libc.MACHINE == "x86_64" else 219, 0, -3, 0)
seen["io_uring"] = tried(libc.syscall, 425, 1, None)
"""
KEEP = """
import signal, threading
seen["own_signal"] = tried(os.kill, os.getpid(), 0)
caught = []
signal.signal(signal.SIGUSR1, lambda *_: caught.append(1))
signal.raise_signal(signal.SIGUSR1)
seen["raised"] = len(caught)
thread = threading.Thread(target=caught.append, args=(2,))
thread.start()
thread.join()
seen["thread"] = caught[-1]
import resource
seen["own_limits"] = tried(resource.setrlimit, resource.RLIMIT_CORE, (0, 0))
theirs.send(b"ping")
ours.setblocking(True)
seen["socket"] = ours.recv(4).decode()
seen["pipe"] = tried(os.pipe)
"""


@pytest.fixture
def here(tmp_path):
    place = tmp_path / "file"
    place.write_text("content")
    return place


@pytest.mark.parametrize("who", ["root", "user"])
def test_what_is_denied_fails_with_eperm(confined, status, here, who):
    seen = confined(TRY, who, ONLY, prelude=f"import socket\nhere = {str(here)!r}")
    assert status(seen, "seccomp") == "held"
    outcomes = {name: value for name, value in seen.items() if name not in {"states", "ended"}}
    assert {name: value for name, value in outcomes.items() if value != "EPERM"} == {}
    assert len(outcomes) == TRY.count("tried(")
    assert here.read_text() == "content"


HARMLESS = (
    "fork",
    "subprocess",
    "spawn",
    "tcp",
    "udp",
    "unix",
    "pair",
    "memfd",
    "truncate",
    "chmod",
    "chown",
    "utime",
    "kill",
)


def test_the_same_calls_work_without_the_layer(confined, here):
    """Otherwise the test above would show nothing; only calls that do no harm when they succeed."""
    wanted = tuple(f'seen["{name}"]' for name in HARMLESS)
    lines = [line for line in TRY.splitlines() if line.startswith((*wanted, "import", "from", "parent"))]
    seen = confined("\n".join(lines), "any", (), prelude=f"import socket\nhere = {str(here)!r}")
    assert [seen[name] for name in HARMLESS] == ["done"] * len(HARMLESS)


def test_threads_own_signals_pipes_and_inherited_sockets_still_work(confined, status):
    prelude = "import socket\nours, theirs = socket.socketpair()"
    seen = confined(KEEP, "any", ("no_new_privileges", "seccomp"), prelude=prelude)
    assert status(seen, "seccomp") == "held"
    assert (seen["own_signal"], seen["raised"], seen["thread"], seen["own_limits"]) == ("done", 1, 2, "done")
    assert (seen["socket"], seen["pipe"]) == ("ping", "done")


def test_a_crash_still_ends_the_process_by_its_own_signal(confined, status):
    assert confined("os.abort()", "any", ("no_new_privileges", "seccomp"))["ended"] == -signal.SIGABRT


def test_it_binds_threads_that_ran_before(confined, status):
    prelude = "import threading\n"
    body = """
asked, answered = threading.Event(), threading.Event()
def early():
    asked.wait()
    seen["early"] = tried(os.memfd_create, "x")
    answered.set()
threading.Thread(target=early).start()
from torchgrade.isolation.layers import no_new_privileges, seccomp
seen["states"]["seccomp"] = [(no_new_privileges.apply(Policy()), seccomp.apply(Policy()))[1].status, ""]
asked.set()
answered.wait()
"""
    seen = confined(body, "any", ("process_group",), prelude=prelude)
    assert status(seen, "seccomp") == "held"
    assert seen["early"] == "EPERM"


def test_a_machine_without_a_table_is_told_so(confined):
    prelude = "from torchgrade.isolation.layers import libc\nlibc.MACHINE = 'riscv64'"
    state, detail = confined("", "any", ("no_new_privileges", "seccomp"), prelude=prelude)["states"]["seccomp"]
    assert (state, detail) == ("absent", "no table of system calls for riscv64; grade on x86_64 or aarch64")


def test_an_ordinary_user_without_no_new_privileges_gets_no_filter_and_is_told_so(confined):
    state, detail = confined("", "user", ("seccomp",))["states"]["seccomp"]
    assert state == "absent"
    assert "Permission denied" in detail
