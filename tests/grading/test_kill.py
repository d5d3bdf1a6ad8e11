"""The command killed, and the processes below it, at seeded random moments: what is finished stays, as it would be."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from torchgrade.grading.command import grade_folder

pytestmark = [
    pytest.mark.learner_code,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]
ROOT = Path(__file__).parents[2]
HANGS_S = 240  # nothing here takes that long; it is how a hang is told from a busy machine
TIME_LIMIT_S = 100_000.0  # an endless call stays until it is killed; the same for all runs, since resume compares it

# Runs the command, tells its number, and ends when the last process below it has, whoever its parent was.
OVERSEER = """
import ctypes, os, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=open("said", "w"))
print(child.pid, flush=True)
print(child.wait(), flush=True)
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
"""
COMMAND = "import sys; sys.path.insert(0, {tools!r}); from torchgrade.cli import main; main()"

RIGHT = "def relu(x):\n    return x.clamp(min=0)\n"
SLOW = "import time\n\n\ndef relu(x):\n    time.sleep(0.02)\n    return x.clamp(min={least})\n"
CLASS = {
    "s01.py": RIGHT,
    "s02.py": "def relu(x):\n    return x.abs()\n",
    "s03.py": SLOW.format(least=0),
    "s04.py": "def relu(x):\n    raise NotImplementedError\n",
    "s05.py": SLOW.format(least=-1),
    "s06.py": "import os\n\n\ndef relu(x):\n    os._exit(0)\n",
    "s07.py": SLOW.format(least=0),
    "s08.py": "def relu(x:\n",
    "s09.py": SLOW.format(least=0.5),
    "s10.py": "def relu(x):\n    print(object())\n    return object.__repr__(x)\n",
    "s11.py": SLOW.format(least=0),
    "s12.py": "import torch\n\n\ndef relu(x):\n    print(relu)\n    return torch.relu(x)\n",
}


class Scene:
    """A class of twelve, a course of one exercise, and the output folder of the moment."""

    def __init__(self, root: Path) -> None:
        self.root, self.hand_ins, self.graders = root, root / "class", root / "graders"
        self.rounds = 0
        self.hand_ins.mkdir(parents=True)
        (self.graders / "03_activations").mkdir(parents=True)
        shutil.copy(ROOT / "graders/03_activations/test_relu.py", self.graders / "03_activations")
        for name, text in CLASS.items():
            (self.hand_ins / name).write_text(text)
        self.new_output()

    def new_output(self) -> None:
        self.rounds += 1
        self.out = self.root / f"out{self.rounds}"

    def start(self) -> Run:
        code = COMMAND.format(tools=str(ROOT / "tools"))
        arguments = ["grade", str(self.hand_ins), "--out", str(self.out), "--graders", str(self.graders)]
        options = ["--seed", "7", "--jobs", "2", "--time-limit", str(TIME_LIMIT_S)]
        return Run(self.root, [sys.executable, "-c", code, *arguments, *options])

    def finished(self) -> set[str]:
        """The names of results that are on disk; each must be whole."""
        files = list((self.out / "results").glob("*.json"))
        return {json.loads(file.read_text(encoding="utf-8"))["submission"] for file in files}


class Run:
    """The command as it runs, below an overseer."""

    def __init__(self, folder: Path, command: list[str]) -> None:
        self.said = folder / "said"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "TORCHGRADE"))}
        self.overseer = subprocess.Popen(
            [sys.executable, "-c", OVERSEER, *command], stdout=subprocess.PIPE, text=True, cwd=folder, env=kept
        )
        assert self.overseer.stdout
        self.pid = int(self.overseer.stdout.readline())

    def over(self) -> bool:
        """Whether the command has ended; it stays as a zombie's number until the overseer has seen it."""
        return not Path(f"/proc/{self.pid}/stat").exists()

    def end(self) -> int:
        """The command's exit status, once nothing below it is left; a process that stays is a failure."""
        out, _ = self.overseer.communicate(timeout=HANGS_S)
        return int(out.split()[0])

    def below(self, depth: int) -> list[int]:
        """Processes that many generations below the command."""
        pids = [self.pid]
        for _ in range(depth):
            pids = [child for pid in pids for child in children(pid)]
        return pids


def children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def kill(pids: list[int], number: int = signal.SIGKILL) -> bool:
    """Signal the first of these that is still there."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
            return True
    return False


def timeless(path: Path) -> str:
    """A result's text without what may differ: when it was made and how long it took."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    del data["timing"]
    for check in data["checks"]:
        del check["duration_s"]
    return json.dumps(data, indent=1, ensure_ascii=False)


def contents(out: Path) -> dict[str, str]:
    results = {path.name: timeless(path) for path in (out / "results").iterdir()}
    return {**results, "grades.csv": (out / "grades.csv").read_text(encoding="utf-8")}


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a run gives that nobody disturbs: in this process, one job at a time."""
    scene = Scene(tmp_path_factory.mktemp("calm") / "scene")
    calm = {"graders": scene.graders, "seed": 7, "jobs": 1, "time_limit": TIME_LIMIT_S}
    assert grade_folder(scene.hand_ins, scene.out, **calm) == 0
    return contents(scene.out)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    return Scene(tmp_path / "scene")


def wait_for(run: Run, scene: Scene, results: int) -> None:
    """Until so many results are there, or the command has ended."""
    while not run.over() and len(list((scene.out / "results").glob("*.json"))) < results:
        time.sleep(0.001)


def strike(run: Run, scene: Scene, dice: random.Random, target: str) -> None:
    """Kill the target at a moment that the dice choose: while it starts, or after some more results."""
    depth = {"command": 0, "zygote": 1, "contestant": 2}[target]
    if depth == 0 and dice.random() < 0.35:
        time.sleep(dice.uniform(0, 4))
    else:
        wait_for(run, scene, len(scene.finished()) + dice.randint(0, 3))
        time.sleep(dice.uniform(0, 0.2))
    while not run.over() and not kill(run.below(depth)):
        time.sleep(0.001)


def check_whole(scene: Scene, uninterrupted: dict[str, str]) -> None:
    assert contents(scene.out) == uninterrupted
    left = [path.name for path in scene.out.rglob(".*")]
    assert left == []


TARGETS = ("command", "command", "zygote", "command", "contestant")


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_killed_five_times_it_ends_as_if_nothing_had_happened(scene, uninterrupted, seed):
    dice = random.Random(seed)
    for target in dice.sample(TARGETS, len(TARGETS)):
        run = scene.start()
        before = scene.finished()
        strike(run, scene, dice, target)
        status = run.end()
        assert before <= scene.finished()
        assert status in (0, -signal.SIGKILL), run.said.read_text()
        assert status == 0 or target == "command"
        if status == 0:
            check_whole(scene, uninterrupted)
            scene.new_output()
    assert scene.start().end() == 0
    check_whole(scene, uninterrupted)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_asked_to_end_it_keeps_what_is_done_and_says_how_to_go_on(scene, uninterrupted, number):
    endless = scene.hand_ins / "s00.py"
    endless.write_text("def relu(x):\n    while True:\n        pass\n")
    run = scene.start()
    wait_for(run, scene, 3)
    kill([run.pid], number)
    assert run.end() == 130
    assert run.said.read_text().splitlines() == [
        f"torchgrade: interrupted. What is finished is kept in {scene.out / 'results'}. "
        "The same command goes on from there."
    ]
    assert scene.finished() >= {"s01", "s02"}
    assert "s00" not in scene.finished()
    kept = {path: path.stat().st_mtime_ns for path in (scene.out / "results").iterdir()}
    endless.unlink()
    assert scene.start().end() == 0
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    check_whole(scene, uninterrupted)


def test_asked_to_end_while_it_starts(scene):
    run = scene.start()
    while not run.over() and not (scene.out / "results").exists():
        time.sleep(0.001)
    kill([run.pid], signal.SIGINT)
    assert run.end() == 130
    assert "The same command goes on from there." in run.said.read_text()
    assert scene.finished() == set()
