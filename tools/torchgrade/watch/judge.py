"""The warm process behind `torchgrade watch`: graders recorded once, a contestant for every run.

It speaks JSON lines. {"do": "run", "number": 7, "exercise": "unit/name"} brings {"number": 7, "report": ...} with the
`text` that was run, or {"number": 7, "fault": why}; whatever is asked next, {"do": "stop"} too, ends a run, which then
answers nothing. {"do": "prepare", "exercise": ...} records a grader ahead.
Its streams are its own: what graders print goes to stderr.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from typing import Any, TextIO

from torchgrade.course import Entry, catalogue, find
from torchgrade.errors import CannotStart, TorchgradeError
from torchgrade.grading.one import grade_one
from torchgrade.grading.recording import Recording, record_graders
from torchgrade.grading.starter import Starter, Stopped
from torchgrade.isolation.launch import Launcher, best_launcher
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.remote import Room
from torchgrade.results_io import to_json
from torchgrade.watch.answers import answers
from torchgrade.watch.settings import Settings


class Recordings:
    """The graders as data, each for as long as its files stay as they are."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: dict[str, tuple[bytes, Recording]] = {}

    def of(self, entry: Entry) -> Recording:
        """The recording of one exercise.

        Raises:
            TorchgradeError: pytest itself failed on the grader.
            OSError: the grader went away.
        """
        now = b"\0".join(path.read_bytes() for path in entry.files)
        known = self._kept.get(entry.id)
        if known and known[0] == now:
            return known[1]
        settings = self._settings
        recording = record_graders(settings.graders, [entry], settings.devices, settings.seed)
        for case in recording.cases:
            case.find_fault()  # the reference answers now, not in the learner's time
        self._kept[entry.id] = (now, recording)
        return recording


class Judge:
    """Grades the exercise that is watched, as often as it is asked to."""

    def __init__(self, settings: Settings, out: TextIO) -> None:
        self._settings, self._out = settings, out
        self._recordings = Recordings(settings)
        self._asked: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running: Starter | None = None
        self._launcher: Launcher | None = None
        self._start = threading.Thread(target=self._warm, daemon=True)

    def _warm(self) -> None:
        self._launcher = best_launcher(devices=self._settings.devices)

    def hear(self, lines: TextIO) -> None:
        """Take in messages until the other end has gone; every one of them ends what runs."""
        for line in lines:
            message = json.loads(line)
            with self._lock:
                if self._running is not None:
                    self._running.stop()
                self._asked.put(message)
        self._asked.put(None)
        with self._lock:
            if self._running is not None:
                self._running.stop()

    def run(self) -> None:
        """Do what is asked, the newest alone, until nobody listens any more."""
        self._start.start()
        while (message := self._newest()) is not None:
            if message["do"] == "run":
                self._answer(message)
            elif message["do"] == "prepare":
                self._prepare(message["exercise"])
        self._start.join()
        if self._launcher is not None:
            self._launcher.close()

    def _prepare(self, exercise: str) -> None:
        """Record a grader that will soon be needed; what is wrong with it is said then."""
        with suppress(Exception):
            self._recordings.of(self._entry(exercise))

    def _newest(self) -> dict[str, Any] | None:
        message = self._asked.get()
        while not self._asked.empty():
            message = self._asked.get()
        return message

    def _answer(self, message: dict[str, Any]) -> None:
        try:
            reply = self._graded(message["exercise"])
        except Stopped:
            return
        except TorchgradeError as error:
            reply = {"fault": str(error).rstrip(".")}  # it goes into a sentence
        except Exception as error:  # whatever a grader does, the next save gets its answer
            reply = {"fault": f"{type(error).__name__}: {error}"}
        print(json.dumps({"number": message["number"], **reply}), file=self._out, flush=True)

    def _entry(self, exercise: str) -> Entry:
        """Where an exercise's grader lies now.

        Raises:
            BadInput: it went away.
        """
        return find(catalogue(self._settings.graders), exercise)

    def _graded(self, exercise: str) -> dict[str, Any]:
        entry = self._entry(exercise)
        recording = self._recordings.of(entry)
        self._start.join()
        if self._launcher is None:
            raise CannotStart("no process for the learner's code could be started")
        launcher = self._launcher
        starter = Starter(lambda: launcher)
        with self._lock:
            if not self._asked.empty():  # something newer came meanwhile
                raise Stopped
            self._running = starter
        try:
            return self._held_against(recording, entry, starter)
        finally:
            with self._lock:
                self._running = None

    def _held_against(self, recording: Recording, entry: Entry, starter: Starter) -> dict[str, Any]:
        submission = answers(self._settings.exercises, entry.id)
        room = Room(starter, self._settings.limits, Isolation())
        try:
            report = grade_one(recording, submission, room)
        finally:
            room.leave()
        if starter.stopped:  # what was ended so is no verdict
            raise Stopped
        text = submission.files.get(f"{entry.id}.py")
        return {"report": to_json(replace(report, partial=True)), "text": text}


def main() -> None:
    """Entry point; the argument is the settings as JSON."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    lines = os.fdopen(os.dup(0), encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    judge = Judge(Settings.from_json(sys.argv[1]), out)
    threading.Thread(target=judge.hear, args=(lines,), daemon=True).start()
    print(json.dumps({"ready": True}), file=out, flush=True)
    judge.run()
