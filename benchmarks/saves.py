"""How long a learner waits: measured at the file and at the message, with everything in between as it really is."""

from __future__ import annotations

import queue
import shutil
import statistics
import subprocess
import time
from pathlib import Path

from torchgrade.run_options import PUBLIC_SEED
from torchgrade.watch.events import Answered, Event
from torchgrade.watch.files import Watcher, stamps
from torchgrade.watch.runner import Runner
from torchgrade.watch.settings import Settings

COURSE = Path(__file__).resolve().parent.parent


def copy_of_course(folder: Path) -> Path:
    """The course with right answers, away from anyone's own."""
    for name in ("graders", "solutions"):
        shutil.copytree(COURSE / name, folder / name)
    shutil.copytree(COURSE / "solutions", folder / "exercises")
    (folder / "tools").symlink_to(COURSE / "tools")
    shutil.copy(COURSE / "pyproject.toml", folder)
    return folder


def median_wall(command: list[str], cwd: Path, repeats: int) -> float:
    """Median seconds of a command that succeeds, as a user waits for it."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run(command, cwd=cwd, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def save_to_verdict(course: Path, exercise: str, repeats: int) -> float:
    """Median seconds from writing the file to the report, through the watcher and the warm process."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    settings = Settings(course / "graders", PUBLIC_SEED)
    runner, file = Runner(settings, events.put), course / "exercises" / f"{exercise}.py"
    text = file.read_text(encoding="utf-8")
    times = []
    try:
        _verdict(events, runner.ask(exercise))
        with Watcher((settings.exercises,), events.put):
            time.sleep(1)  # until the system reports changes
            for number in range(repeats):
                while not events.empty():  # a save may be told more than once
                    events.get()
                seen = stamps([file])
                start = time.perf_counter()
                file.write_text(f"{text}\n# {number}\n", encoding="utf-8")
                while stamps([file]) == seen:
                    time.sleep(0.001)
                events.get()  # the watcher says that something was saved
                _verdict(events, runner.ask(exercise))
                times.append(time.perf_counter() - start)
    finally:
        runner.close()
    return statistics.median(times)


def _verdict(events: queue.SimpleQueue[Event], number: int) -> None:
    while True:
        event = events.get(timeout=300)
        if isinstance(event, Answered) and event.message.get("number") == number:
            return
