"""All layers at once, around a child of a warm zygote that has imported torch."""

from __future__ import annotations

import json
import os
import sys

import pytest

from torchgrade.isolation.layers import NAMES, Policy, State, confine, describe

WARM = """
import socket
import torch, torch._dynamo
torch.set_num_threads(1)
torch.ones(3, 3) @ torch.ones(3, 3)
server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()
ours, theirs = socket.socketpair()
"""
TORCH = """
torch.manual_seed(0)
wide = torch.randn(300, 300)
product = wide @ wide
torch.set_num_threads(2)
seen["matmul"] = torch.allclose(product, wide @ wide, atol=1e-3)
weight = torch.nn.Parameter(torch.ones(4))
optimiser = torch.optim.Adam([weight], lr=0.1)
for _ in range(3):
    optimiser.zero_grad()
    (weight**2).sum().backward()
    optimiser.step()
seen["adam"] = bool((weight < 0.8).all())
seen["conv"] = list(torch.nn.Conv2d(1, 2, 3)(torch.ones(1, 1, 5, 5)).shape)
seen["svd"] = list(torch.linalg.svd(wide[:5, :5])[1].shape)
import io
memory = io.BytesIO()
torch.save({"weight": weight.detach()}, memory)
memory.seek(0)
seen["load"] = torch.load(memory, weights_only=True)["weight"].shape[0]
loader = torch.utils.data.DataLoader(torch.arange(6), batch_size=2, shuffle=True)
seen["loader"] = sorted(int(number) for batch in loader for number in batch)
seen["stdlib"] = tried(__import__, "colorsys")
seen["package"] = tried(__import__, "jinja2")
seen["own_file"] = tried(open, torch.__file__)
seen["error"] = tried(torch.ones(2, 3).matmul, torch.ones(2, 3))
"""
ATTACKS = """
import resource, subprocess
from torchgrade.isolation.layers import libc
parent = os.getppid()
seen["fork"] = tried(lambda: os.fork() or os._exit(0))
seen["exec"] = tried(os.execv, "/bin/true", ["true"])
seen["subprocess"] = tried(subprocess.run, ["/bin/true"])
seen["system"] = os.system("true") == 0
seen["tcp"] = tried(socket.create_connection, address)
seen["udp"] = tried(socket.socket, socket.AF_INET, socket.SOCK_DGRAM)
seen["unix"] = tried(socket.socket, socket.AF_UNIX)
seen["passwd"] = tried(open, "/etc/passwd")
seen["list"] = tried(os.listdir, "/")
seen["tmp"] = tried(open, "/tmp/written_by_a_contestant", "w")
seen["shm"] = tried(open, "/dev/shm/written_by_a_contestant", "w")
seen["site"] = tried(open, torch.__file__, "a")
seen["kill"] = tried(os.kill, parent, 9)
seen["limits"] = tried(resource.prlimit, parent, resource.RLIMIT_CPU, (1, 1))
seen["trace"] = tried(libc.call, "ptrace", 16, parent, None, None)
seen["environ"] = tried(open, f"/proc/{parent}/environ")
seen["memory"] = tried(open, f"/proc/{parent}/mem", "rb")
seen["memfd"] = tried(os.memfd_create, "x")
seen["truncate"] = tried(os.truncate, torch.__file__, 0)
seen["undo"] = tried(libc.prctl, 1, 0)
seen["root"] = tried(os.chroot, "/usr")
seen["large"] = tried(bytearray, 4 << 30)
seen["huge"] = tried(torch.empty, 1 << 40)
seen["secret"] = "hunter2" in str(os.environ)
"""
DENIED = {"EPERM", "EACCES", "EROFS"}
WORKS = {
    **{"matmul": True, "adam": True, "conv": [1, 2, 3, 3], "svd": [5], "load": 4, "loader": [0, 1, 2, 3, 4, 5]},
    **{"stdlib": "done", "package": "done", "own_file": "done", "error": "RuntimeError"},
}


@pytest.fixture(scope="module", params=["root", "root_open", "user"])
def everything(request, confined_once):
    """What a child with all layers on saw, for each way in which this host can start it."""
    seen = confined_once(TORCH + ATTACKS, request.param, None, prelude=WARM, uid=64002)
    return request.param, seen


def test_every_layer_reports_and_none_that_this_host_has_is_absent(everything):
    who, seen = everything
    statuses = {name: status for name, (status, _) in seen["states"].items()}
    assert tuple(statuses) == NAMES
    if statuses["landlock"] == "absent" or statuses["namespaces"] == "absent":
        pytest.skip(f"this host lacks a layer: {seen['states']}")
    expected = dict.fromkeys(NAMES, "held")
    if who == "user":
        expected["uid"] = "weaker"
    if who == "root":  # stays root if Python lies in a closed folder
        expected["uid"] = statuses["uid"]
    assert statuses == expected


def test_torch_lives(everything):
    _, seen = everything
    assert {name: seen[name] for name in WORKS} == WORKS
    assert seen["ended"] == 0


def test_nothing_outside_can_be_reached_changed_or_ended(everything):
    _, seen = everything
    tried = set(seen) - set(WORKS) - {"states", "ended", "system", "large", "huge", "secret"}
    assert len(tried) == ATTACKS.count("tried(") - 2  # the two allocations
    assert {name: seen[name] for name in tried if seen[name] not in DENIED} == {}
    assert seen["system"] is False


def test_memory_is_bounded_and_secrets_are_gone(everything):
    _, seen = everything
    assert (seen["large"], seen["huge"], seen["secret"]) == ("MemoryError", "RuntimeError", False)


def test_only_the_layers_asked_for_are_put_on_and_the_others_are_reported_too(confined):
    states = confined("", "any", ("process_group", "rlimits"))["states"]
    assert tuple(states) == NAMES
    put_on = {name for name, (status, _) in states.items() if status != "absent"}
    assert put_on == {"process_group", "rlimits"}
    assert states["landlock"] == ["absent", "not asked for"]


def test_an_unknown_layer_is_refused():
    with pytest.raises(ValueError, match="no layer is called seccmop; there are process_group, "):
        confine(Policy(), ["seccmop"])


def test_one_line_a_layer_for_the_results():
    states = [State("landlock", "held", "ABI 7"), State("uid", "absent", "this system has no user ids")]
    assert describe(states) == ("landlock: held (ABI 7)", "uid: absent (this system has no user ids)")


def test_a_layer_that_breaks_midway_is_never_called_held(confined):
    prelude = """
from torchgrade.isolation.layers import landlock
def broken(*_):
    raise OSError(5, "Input/output error")
landlock._add_rules = broken
"""
    seen = confined("seen['root'] = tried(os.listdir, '/')", "any", ("no_new_privileges", "landlock"), prelude=prelude)
    state, detail = seen["states"]["landlock"]
    assert (state, detail) == ("absent", "failed midway: OSError: [Errno 5] Input/output error")
    assert seen["root"] == "done"


def test_other_threads_are_not_passed_over_in_silence(confined):
    body = """
stop = threading.Event()
thread = threading.Thread(target=stop.wait)
thread.start()
seen["late"] = [[state.name, state.status] for state in confine(Policy(), ("no_new_privileges", "landlock"))]
stop.set()
thread.join()
"""
    seen = confined(body, "any", (), prelude="import threading")
    assert ["landlock", "held"] not in seen["late"]
    assert ["no_new_privileges", "weaker"] in seen["late"]


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_elsewhere_it_imports_and_linux_layers_are_absent(run_python, system):
    code = f"""
import ctypes, json, os, platform, site, sys, sysconfig, mmap, time
sys.platform = {system!r}
if {system == "win32"}:
    for name in ("setsid", "getpgid", "geteuid", "getuid", "setuid"):
        delattr(os, name)
    os.name = "nt"
from torchgrade.isolation.layers import Policy, confine
wanted = None if {system == "win32"} else [
    "process_group", "namespaces", "private_tmp", "rlimits", "capabilities", "no_new_privileges", "landlock", "seccomp"]
states = confine(Policy(writable="/nowhere", file_bytes=5), wanted)
print(json.dumps({{state.name: [state.status, state.detail] for state in states}}))
"""
    blocked = ("resource", "fcntl", "pwd", "grp") if system == "win32" else ("fcntl",)
    done = run_python(code, blocked=blocked)
    states = json.loads(done.stdout or done.stderr)
    for name in ("namespaces", "private_tmp", "capabilities", "no_new_privileges", "landlock", "seccomp"):
        assert states[name] == ["absent", "needs Linux; run in WSL2, in Docker or on a Linux host"]
    if system == "win32":
        assert (states["rlimits"][0], states["uid"][0], states["process_group"][0]) == ("absent",) * 3
        assert states["environment"][0] == "weaker"
    else:
        assert (states["rlimits"][0], states["process_group"][0]) == ("weaker", "weaker")


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_this_process_is_as_it_was():
    """The tests above confine children only."""
    with open("/proc/self/status", encoding="utf-8") as stream:
        own = dict(line.split(":", 1) for line in stream)
    assert (own["NoNewPrivs"].strip(), int(own["CapEff"], 16) > 0) == ("0", os.geteuid() == 0)
