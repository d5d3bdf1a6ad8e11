"""Run code in a confined child of a small Python: as root, as root with a Python all can read, or as a plain user."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOOLS = Path(__file__).parents[3] / "tools"
USER = 1000
NO_MOUNT = 77
HANGS = 120  # seconds; nothing here takes one, but a process that waits for ever must end

# The parent imports what the prelude says, forks as a zygote does, and prints what the confined child saw.
PARENT = """
import errno, json, os, sys, traceback
{prelude}
from torchgrade.isolation.layers import Policy, confine, prepare
prepare()
reading, writing = os.pipe()
child = os.fork()
if child == 0:
    os.close(reading)
    seen = {{}}
    def tried(function, *arguments, **options):
        try:
            function(*arguments, **options)
        except OSError as error:
            return errno.errorcode.get(error.errno, str(error))
        except BaseException as error:
            return type(error).__name__
        return "done"
    try:
        states = confine(Policy.from_dict({policy!r}), {wanted!r}, (writing,))
        seen["states"] = {{state.name: [state.status, state.detail] for state in states}}
{body}
    except BaseException:
        seen["broke"] = traceback.format_exc()
    os.write(writing, json.dumps(seen).encode())
    os._exit(0)
os.close(writing)
with open(reading) as stream:
    text = stream.read()
status = os.waitpid(child, 0)[1]
print(json.dumps({{**json.loads(text or "{{}}"), "ended": os.waitstatus_to_exitcode(status)}}))
"""

# Where Python lies in a closed folder, such as /root, show it through an otherwise empty one, in a mount namespace.
OPEN_PYTHON = """
import os, sys
from torchgrade.isolation.layers import libc
closed = {{}}
for path in map(os.path.realpath, (sys.base_prefix, sys.prefix, {tools!r})):
    parts = path.split(os.sep)
    above = [os.sep.join(parts[:count]) for count in range(2, len(parts) + 1)]
    shut = [folder for folder in above if not os.stat(folder).st_mode & 1]
    if shut:
        closed.setdefault(shut[0], []).append(path)
try:
    if closed:
        libc.call("unshare", 0x20000)
        libc.call("mount", None, b"/", None, 0x44000, None)
    for folder, paths in closed.items():
        numbers = [os.open(path, os.O_PATH) for path in paths]
        libc.call("mount", b"tmpfs", folder.encode(), b"tmpfs", 0, b"mode=755")
        for path, number in zip(paths, numbers):
            os.makedirs(path)
            libc.call("mount", b"/proc/self/fd/%d" % number, path.encode(), None, 0x1000, None)
except OSError as error:
    print(error, file=sys.stderr)
    sys.exit({no_mount})
if {uid}:
    os.setgroups([]); os.setgid({uid}); os.setuid({uid})
os.execv(sys.executable, [sys.executable, "-c", sys.argv[1]])
"""

Confined = Callable[..., dict[str, Any]]


def run_as(who: str, code: str) -> subprocess.CompletedProcess[str]:
    """Run code as "root", "root_open" (where every user can read Python) or "user"; skip where this host cannot."""
    command = [sys.executable, "-c", code]
    if who.startswith("root") and os.geteuid() != 0:
        pytest.skip("needs root")
    if who == "root_open" or (who == "user" and os.geteuid() == 0):
        opening = OPEN_PYTHON.format(tools=str(TOOLS), no_mount=NO_MOUNT, uid=USER if who == "user" else 0)
        command = [sys.executable, "-c", opening, code]
    environment = {**os.environ, "PYTHONPATH": str(TOOLS), "OPENBLAS_NUM_THREADS": "1", "SECRET_TOKEN": "hunter2"}
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False, timeout=HANGS)
    if done.returncode == NO_MOUNT:
        pytest.skip(
            "Python lies in a folder that other users cannot enter, and this host allows no mount: " + done.stderr
        )
    return done


def run_confined(body: str, who: str = "any", wanted: tuple[str, ...] | None = None, **options: Any) -> dict[str, Any]:
    """What the body put into `seen` in a confined child; `prelude` runs in its parent, the rest is the policy."""
    if sys.platform != "linux":
        pytest.skip("needs Linux")
    prelude = options.pop("prelude", "")
    indented = "\n".join(f"        {line}" for line in body.strip().splitlines())
    code = PARENT.format(prelude=prelude, policy=options, wanted=wanted, body=indented)
    done = run_as(who, code)
    assert done.stdout, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout)
    assert "broke" not in seen, seen["broke"]
    return seen


@pytest.fixture
def confined() -> Confined:
    """`run_confined`, as a fixture: test modules cannot import one another."""
    return run_confined


@pytest.fixture(scope="session")
def confined_once() -> Confined:
    """The same for results that a whole module shares."""
    return run_confined


@pytest.fixture
def python_as() -> Callable[[str, str], subprocess.CompletedProcess[str]]:
    """`run_as`, for code that confines nothing, or does so by itself."""
    return run_as


@pytest.fixture
def status() -> Callable[[dict[str, Any], str], str]:
    """The status of one layer; skips the test where this host does not have it."""

    def of(seen: dict[str, Any], layer: str) -> str:
        state, detail = seen["states"][layer]
        if state == "absent":
            pytest.skip(f"{layer}: {detail}")
        return str(state)

    return of
