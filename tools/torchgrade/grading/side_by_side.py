"""Work done side by side in threads, a few pieces at a time, that ends in good order when it is interrupted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from torchgrade.grading.interruption import Interrupted, Interruption

_POLL_S = 0.2
_GRACE_S = 5.0  # for what is running when a signal comes; a second signal ends it at once

Item = TypeVar("Item")
Result = TypeVar("Result")


def as_finished(
    work: Iterator[Item],
    jobs: int,
    do: Callable[[Item], Result],
    abandon: Callable[[], None],
    interruption: Interruption,
) -> Iterator[Result]:
    """Results as they come, with only a few items in hand at a time, so that memory stays flat.

    Args:
        work: what is to be done; an item is taken when there is room for it.
        jobs: how many at once.
        do: does one.
        abandon: makes those that run end soon, with an exception or without.
        interruption: looked at between results.

    Raises:
        Interrupted: a signal came, and those that were running have ended.
    """
    pool = ThreadPoolExecutor(jobs)
    running: set[Future[Result]] = set()
    try:
        while not interruption.heard:
            _fill(running, work, 2 * jobs, lambda item: pool.submit(do, item))
            if not running:
                return
            done, running = wait(running, _POLL_S, FIRST_COMPLETED)
            yield from (future.result() for future in done)
        yield from _last(running, interruption)
        raise Interrupted
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        abandon()
        pool.shutdown(wait=True)


def _fill(
    running: set[Future[Result]], work: Iterator[Item], most: int, submit: Callable[[Item], Future[Result]]
) -> None:
    while len(running) < most:
        try:
            running.add(submit(next(work)))
        except StopIteration:
            return


def _last(running: set[Future[Result]], interruption: Interruption) -> Iterator[Result]:
    """The results of what was running, as far as they come in a few seconds and no second signal does."""
    running = {future for future in running if not future.cancel()}
    until = time.monotonic() + _GRACE_S
    while running and interruption.heard < 2 and time.monotonic() < until:
        done, running = wait(running, _POLL_S, FIRST_COMPLETED)
        yield from (future.result() for future in done)
