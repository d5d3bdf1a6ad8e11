"""Processes that render beside this one: each is sent a function of ours and what to call it with, and answers.

Each reads from a pipe of its own and ends when that is closed, so none outlives this process, however that ends. Not
multiprocessing's pool: what that starts looks for modules in the folder one stands in first, where a hand-in may lie.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock
from types import TracebackType
from typing import Any, TypeVar

from torchgrade.errors import TorchgradeError
from torchgrade.language.speaking import language, speaking

Item = TypeVar("Item")
Result = TypeVar("Result")
Process = subprocess.Popen[bytes]

# Starting one costs about what rendering so many submissions does.
_WORTH_ONE = 20
# Isolated (-I), so that no file of the folder one stands in is taken for a module; the path is the one used here.
_BEGIN = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from torchgrade.report.processes import serve; serve()"
)


def number_for(items: int, jobs: int | None = None) -> int:
    """How many processes are worth starting for so many items: at most `jobs`, by default one a core; 0 for none."""
    number = min(jobs or os.cpu_count() or 1, items // _WORTH_ONE)
    return number if number > 1 else 0


class Processes:
    """Some processes that are started when they are first needed; with 0 of them all is done here."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._pool = ThreadPoolExecutor(max(number, 1))
        self._free: SimpleQueue[Process | None] = SimpleQueue()
        self._started: list[Process] = []
        self._closing = False
        self._here = Lock()  # what is done here is done one by one: matplotlib's settings are everybody's
        for _ in range(number):
            self._free.put(None)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closing = True
        for process in self._started if kind else ():
            process.kill()
        self._pool.shutdown(cancel_futures=True)
        for process in self._started:
            _end(process)

    def map(self, do: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """What `do` makes of each item, in their order; only a few are in hand at a time, so that memory stays flat.

        Args:
            do: a function that pickle can name.
            items: what can be pickled.
        """
        if not self.number:
            yield from map(do, items)
            return
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(self._pool.submit(self._one, do, item, language()))
            if len(waiting) > 2 * self.number:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _one(self, do: Callable[[Item], Result], item: Item, locale: str) -> Result:
        process = self._free.get()
        try:
            process = process or self._start()
            done, answer = _ask(process, (do, item, locale))
        except (OSError, EOFError, pickle.UnpicklingError):  # it was ended, for lack of memory say
            process = None
            if self._closing:
                raise
            with self._here, speaking(locale):
                return do(item)
        finally:
            self._free.put(process)
        if not done:
            raise answer
        result: Result = answer
        return result

    def _start(self) -> Process:
        command = [sys.executable, "-I", "-c", _BEGIN, json.dumps(sys.path)]
        # Ctrl-C is for this process, which then ends those.
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=os.name == "posix"
        )
        self._started.append(process)
        return process


def _ask(process: Process, question: tuple[Any, Any, str]) -> tuple[bool, Any]:
    """Whether it could be done, and what came of it or the exception."""
    if process.stdin is None or process.stdout is None:
        raise OSError("no pipes")
    process.stdin.write(pickle.dumps(question))
    process.stdin.flush()
    done, answer = pickle.load(process.stdout)  # both ends are ours, and no learner's code runs in either
    return bool(done), answer


def _end(process: Process) -> None:
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):
            if stream:
                stream.close()
    process.wait()


def serve() -> None:
    """Answer what comes on standard input until it ends: what the other side of a process runs."""
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever is printed is no answer
    while True:
        try:
            do, item, locale = pickle.load(asked)
        except EOFError:
            return
        with speaking(locale):
            answer = _answer(do, item)
        try:
            told.write(answer)
            told.flush()
        except OSError:
            return  # nobody waits for it any more


def _answer(do: Callable[[Any], Any], item: Any) -> bytes:
    try:
        return pickle.dumps((True, do(item)))
    except Exception as error:
        return pickle.dumps((False, _carried(error)))


def _carried(error: Exception) -> Exception:
    """The exception if it comes out of pickle as it went in, else its text."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return TorchgradeError(f"{type(error).__name__}: {error}")
    return error
