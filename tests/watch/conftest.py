"""A course of two small exercises, and a terminal that drives the real command."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from torchgrade.authoring.generate import restore

LIMIT_S = 120.0  # only ever reached by a failure: what is waited for comes in a second on a machine at rest
TOOLS = Path(__file__).resolve().parents[2] / "tools"
GRADER = '''
import pytest
from torchgrade import Exercise, check

exercise = Exercise("{name}", reference=lambda x: {factor} * x)


@exercise.misconception("the square")
def square(x):
    return x * x


@check(3, "Which number is the same as x, that many times?", "Multiply x by {factor}.")
@pytest.mark.parametrize("size", [1, 3])
def test_values(verify, draw, size):
    """multiplies by {factor}"""
    verify(draw.normal(size))


@check(1, "Leave x as it is.")
def test_shape(verify, draw):
    """keeps the shape"""
    verify(draw.normal(2, 3))
'''
STUB = 'import torch\n\n\ndef {name}(x):\n    """Return {factor} times x."""\n    {body}\n'
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[()][0-9A-B]|\r")


class Course:
    """A course of two exercises, `twice` and `thrice`."""

    def __init__(self, root: Path) -> None:
        self.root, self.graders = root, root / "graders"
        (root / "pyproject.toml").write_text("[tool.torchgrade]\n", encoding="utf-8")
        for name, factor in (("twice", 2), ("thrice", 3)):
            self.grader(name, factor)
            self.solution(name, factor)
            restore(root, f"01_first/{name}")
        order = 'title = "First steps"\nbuilds = "anything that grows"\nexercises = ["twice", "thrice"]\n'
        (self.graders / "01_first" / "unit.toml").write_text(order, encoding="utf-8")

    def grader(self, name: str, factor: int) -> None:
        self._put(self.graders / "01_first" / f"test_{name}.py", GRADER.format(name=name, factor=factor))

    def solution(self, name: str, factor: int) -> None:
        body = f"### BEGIN SOLUTION\n    return {factor} * x  # as it is meant\n    ### END SOLUTION"
        text = STUB.format(name=name, factor=factor, body=body)
        self._put(self.root / "solutions" / "01_first" / f"{name}.py", text)

    def file(self, name: str) -> Path:
        return self.root / "exercises" / "01_first" / f"{name}.py"

    def write(self, name: str, text: str) -> None:
        self._put(self.file(name), text)

    def answer(self, name: str, body: str) -> None:
        """Save a file whose function does this."""
        self.write(name, f"import os\nimport torch\n\n\ndef {name}(x):\n    {body}\n")

    def _put(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path)


def environment(**more: str) -> dict[str, str]:
    """What a learner's shell has, for the command to find."""
    away = ("NO_COLOR", "EDITOR", "VISUAL", "COLUMNS", "LINES", "TORCHGRADE_COURSE", "PYTEST_ADDOPTS")
    kept = {name: value for name, value in os.environ.items() if name not in away}
    return {**kept, "TERM": "xterm-256color", "PYTHONPATH": str(TOOLS), "TORCHGRADE_LANG": "en", **more}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from torchgrade.cli import main; main()", "watch", *arguments]


class Terminal:
    """A pseudo-terminal with the command in it: types keys, and reads what stands on the screen."""

    def __init__(self, root: Path, *arguments: str, **more: str) -> None:
        pty = pytest.importorskip("pty", reason="no pseudo-terminal on this platform")
        self._ours, theirs = pty.openpty()
        self.resize(120, 40)
        self.process = subprocess.Popen(
            command(*arguments),
            cwd=root,
            env=environment(**more),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self._raw = b""

    @property
    def raw(self) -> str:
        """Everything that was ever sent."""
        return self._raw.decode("utf-8", "ignore")

    @property
    def screen(self) -> str:
        """What stands there now: every picture is drawn from the upper left corner."""
        return _CONTROL.sub("", self.raw.rpartition("\x1b[H")[2])

    def resize(self, columns: int, rows: int) -> None:
        import fcntl
        import termios

        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def read(self, seconds: float) -> bool:
        """Take in what comes within this time; False once nobody writes any more."""
        if not select.select([self._ours], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # the last one who had the terminal has gone
            return False
        self._raw += data
        return bool(data)

    def wait(self, *texts: str, gone: str = "", columns: int = 120) -> str:
        """Wait until all of these stand on the screen, within these columns, and `gone` does not; return the screen."""
        end = time.monotonic() + LIMIT_S
        while time.monotonic() < end:
            screen = self.screen
            fits = max(map(len, screen.splitlines()), default=0) <= columns
            if fits and all(text in screen for text in texts) and not (gone and gone in screen):
                return screen
            if not self.read(0.1):
                break
        raise AssertionError(f"{texts} not on the screen, which shows:\n{self.screen}")

    def wait_for_end(self) -> int:
        end = time.monotonic() + LIMIT_S
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.1)
        while self.read(0):
            if not select.select([self._ours], [], [], 0)[0]:
                break
        return self.process.wait(timeout=1)

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self._ours)


@pytest.fixture
def terminal(course: Course) -> Iterator[Callable[..., Terminal]]:
    """Start the command in a terminal: `terminal("twice", EDITOR="vi")`."""
    if sys.platform == "win32":
        pytest.skip("no pseudo-terminal on this platform")
    opened: list[Terminal] = []

    def start(*arguments: str, **more: str) -> Terminal:
        opened.append(Terminal(course.root, *arguments, **more))
        return opened[-1]

    yield start
    for one in opened:
        one.close()
