"""Play a learner's sitting in a real terminal (tmux) and put what it shows into docs/learner.md. For maintainers.

    python tools/record_sitting.py            # docs/learner.md
    python tools/record_sitting.py zh         # docs/learner.zh.md

A block of the page is replaced if it stands behind a line `<!-- sitting: NAME -->`, and NAME is a step below.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZE = (92, 56)
PATIENCE = 180  # seconds, for a step on a busy machine
PROMPT = "$"
BLOCK = "(<!-- sitting: {name} -->\n```[a-z]*\n).*?(```\n)"
TODO = re.compile(r"^( *)# TODO.*\n *raise NotImplementedError\n", re.MULTILINE)


class Terminal:
    """A tmux session of its own server, in a fresh copy of the course."""

    def __init__(self, course: Path, language: str) -> None:
        self._tmux = ["tmux", "-L", f"sitting-{os.getpid()}", "-f", os.devnull]
        environment = {"PS1": f"{PROMPT} ", "TORCHGRADE_LANG": language, "EDITOR": "vi", "LC_ALL": "C.UTF-8"}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        settings = [f"{key}={value}" for key, value in {**environment, "PATH": path}.items()]
        width, height = map(str, SIZE)
        shell = ["env", *settings, "bash", "--norc", "--noprofile"]
        self._call("new-session", "-d", "-x", width, "-y", height, "-c", str(course), *shell)

    def _call(self, *arguments: str) -> str:
        return subprocess.run([*self._tmux, *arguments], check=True, capture_output=True, text=True).stdout

    def screen(self) -> str:
        """What the terminal shows now."""
        lines = [line.rstrip() for line in self._call("capture-pane", "-p").split("\n")]
        return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines).strip("\n"))  # the room left in a window tells nothing

    def press(self, *keys: str) -> None:
        """Press keys, as tmux names them."""
        self._call("send-keys", *keys)

    def wait(self, shows: Callable[[str], bool]) -> str:
        """The screen as soon as it shows something.

        Raises:
            TimeoutError: it never does; the error holds what it shows instead.
        """
        end = time.monotonic() + PATIENCE
        while not shows(self.screen()):
            if time.monotonic() > end:
                raise TimeoutError(self.screen())
            time.sleep(0.3)
        time.sleep(0.5)  # what is being drawn is drawn
        return self.screen()

    def run(self, command: str) -> str:
        """Type a command into an empty screen and return what it shows, without the next prompt.

        Raises:
            RuntimeError: it shows a fault of ours, which no page is to hold.
        """
        self.press("clear", "Enter")
        self.wait(lambda screen: screen == PROMPT)
        self.press("-l", command)
        self.press("Enter")
        shown = self.wait(lambda screen: screen.endswith(f"\n{PROMPT}"))
        if "INTERNALERROR" in shown or "Traceback" in shown:
            raise RuntimeError(shown)
        return shown.removesuffix(f"\n{PROMPT}").rstrip("\n")

    def close(self) -> None:
        """End the server."""
        self._call("kill-server")


def torchgrade(course: Path, *arguments: str) -> None:
    """Run a command that the page does not show."""
    program = Path(sys.executable).with_name("torchgrade")
    subprocess.run([program, *arguments], cwd=course, check=True, capture_output=True)


def answer(course: Path, exercise: str, code: str) -> None:
    """Write code in the place of a stub's TODO, as a learner would; "" takes the solution."""
    path = course / "exercises" / f"{exercise}.py"
    if not code:
        shutil.copy(course / "solutions" / f"{exercise}.py", path)
        return
    torchgrade(course, "reset", exercise)  # the stub again, whatever stood there
    indented = "".join(f"    {line}\n" for line in code.splitlines())
    path.write_text(TODO.sub(lambda _: indented, path.read_text(encoding="utf-8")), encoding="utf-8")


def steps(terminal: Terminal, course: Path) -> Iterator[tuple[str, str]]:
    """Each step's name and what the terminal showed."""
    answer(course, "01_tensors/filled", "return torch.empty(shape, dtype=dtype).fill_(value)")
    yield "first", terminal.run("pytest --exercise filled")
    yield "list", terminal.run("torchgrade list")
    answer(course, "03_activations/softmax", "e = torch.exp(x)\nreturn e / e.sum(0)")
    yield "named", terminal.run("pytest --exercise softmax")
    yield "diagnosis", terminal.run("torchgrade hint softmax")
    terminal.run("torchgrade hint slices")
    yield "hint", terminal.run("torchgrade hint slices")
    yield from watching(terminal, course)
    yield "refused", terminal.run("torchgrade solution cast")
    yield "solution", terminal.run("torchgrade solution cast --give-up")
    yield "reset", terminal.run("torchgrade reset softmax")
    for path in sorted((course / "solutions/06_normalization").glob("*.py")):
        answer(course, f"06_normalization/{path.stem}", "")
    yield "unit", terminal.run("pytest -q --exercise 06_normalization | tail -n 12")
    yield "stands", terminal.run("torchgrade list filled,slices,cast,softmax,06_normalization")
    yield "unknown", terminal.run("pytest -q --exercise sofmax 2>&1 | tail -n 2; torchgrade hint 10_schedules")


def watching(terminal: Terminal, course: Path) -> Iterator[tuple[str, str]]:
    """The watch loop: an untouched stub, a wrong answer, the right one, and the way out."""
    terminal.press("clear", "Enter")
    terminal.press("-l", "torchgrade watch slices")
    terminal.press("Enter")
    terminal.wait(lambda screen: "0/" in screen and "–" in screen)
    answer(course, "01_tensors/slices", "return x[row], x[column], x[rows[0]:rows[1], columns[0]:columns[1]]")
    yield "watch-wrong", terminal.wait(lambda screen: "✗" in screen)
    answer(course, "01_tensors/slices", "return x[row], x[:, column], x[rows[0]:rows[1], columns[0]:columns[1]]")
    yield "watch-green", terminal.wait(lambda screen: "10/10" in screen)
    terminal.press("q")
    terminal.wait(lambda screen: screen.endswith(PROMPT))


def main(language: str) -> None:
    """Replace the page's blocks."""
    os.environ["TORCHGRADE_LANG"] = language
    page = ROOT / "docs" / ("learner.md" if language == "en" else f"learner.{language}.md")
    text = page.read_text(encoding="utf-8")
    course = Path(tempfile.gettempdir(), "torchgrade")  # always the same, so that the page shows no other path
    course.mkdir()
    try:
        for name in ("graders", "solutions", "pyproject.toml"):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, course / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, course)
        torchgrade(course, "generate", "--lang", language)
        terminal = Terminal(course, language)
        try:
            for name, shown in steps(terminal, course):
                pattern = re.compile(BLOCK.format(name=name), re.DOTALL)
                if not pattern.search(text):
                    print(f"{page}: has no block {name}")
                text = pattern.sub(lambda found, shown=shown: f"{found[1]}{shown}\n{found[2]}", text)  # type: ignore[misc]
                page.write_text(text, encoding="utf-8")
        finally:
            terminal.close()
    finally:
        shutil.rmtree(course)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "en")
