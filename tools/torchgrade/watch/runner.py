"""The terminal's end of the judge: asks it for runs, and starts another where one has ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from torchgrade.watch.events import Answered, Gone, Post
from torchgrade.watch.settings import Settings

_TOOLS = str(Path(__file__).resolve().parents[2])
_CODE = f"import sys; sys.path[0] = {_TOOLS!r}; from torchgrade.watch.judge import main; main()"
_FAREWELL_S = 3.0
_LAST_WORDS = 2_000


class Runner:
    """A judge's process, from now until `close`.

    Args:
        settings: what it grades, and how.
        post: what its messages are given to.
    """

    def __init__(self, settings: Settings, post: Post) -> None:
        self._settings, self._post = settings, post
        self._number = 0
        self._process: subprocess.Popen[str] | None = None

    def ask(self, exercise: str) -> int:
        """Have an exercise graded, in the place of whatever runs; the number of this run comes back with its answer.

        Raises:
            OSError: no process can be started.
        """
        self._number += 1
        self._send({"do": "run", "number": self._number, "exercise": exercise})
        return self._number

    def prepare(self, exercise: str) -> None:
        """Have a grader recorded, when there is nothing else to do."""
        with suppress(OSError):  # the run that needs it will say what is wrong
            self._send({"do": "prepare", "exercise": exercise})

    def stop(self) -> None:
        """End what runs; no answer comes."""
        self._number += 1
        if self._process is not None:
            self._send({"do": "stop"})

    def close(self) -> None:
        """End the judge, and with it everything that it started."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            _pipe(process.stdin).close()  # it ends what it started when nobody listens any more
        try:
            process.wait(timeout=_FAREWELL_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _send(self, message: dict[str, Any]) -> None:
        for attempt in range(2):
            if self._process is not None and self._process.poll() is not None:
                self.close()
            if self._process is None:
                self._start()
            try:
                pipe = _pipe(self._process.stdin if self._process else None)
                pipe.write(json.dumps(message) + "\n")
                pipe.flush()
                return
            except OSError:
                if attempt:
                    raise
                self.close()

    def _start(self) -> None:
        printed = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 (the thread closes it)
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-c", _CODE, self._settings.to_json()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=printed,
            encoding="utf-8",
            errors="replace",
            cwd=self._settings.root,
            env={**os.environ, "PYTHONSAFEPATH": "1"},
            **_apart(),
        )
        threading.Thread(target=self._listen, args=(self._process, printed), daemon=True).start()

    def _listen(self, process: subprocess.Popen[str], printed: IO[str]) -> None:
        with _pipe(process.stdout) as lines:
            for line in lines:
                try:
                    self._post(Answered(json.loads(line)))
                except ValueError:  # half a line: the judge was ended while it wrote
                    break
        process.wait()
        printed.seek(0)
        with printed:
            words = printed.read()[-_LAST_WORDS:]
        self._post(Gone(process.pid, words))

    def is_mine(self, pid: int) -> bool:
        """Whether this is the process that works now, and not one that was given up."""
        return self._process is not None and self._process.pid == pid


def _apart() -> dict[str, Any]:
    """Keep Ctrl-C in the terminal from the judge; whoever started it ends it."""
    if os.name == "nt":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined, unused-ignore]
    return {"start_new_session": True}


def _pipe(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise OSError("the judge's process has no pipe")
    return stream
