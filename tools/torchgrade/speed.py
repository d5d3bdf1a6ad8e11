"""How fast an answer is beside torch's own, as a ratio: never by absolute time, and by the judge's clocks alone.

The learner's code is asked to answer many times in one question, each time for other inputs, and sends back one of the
answers, which one the judge draws; that one must be right. The judge reads the clocks: on a GPU the time from the
question to the reply, which comes after a synchronisation; on the CPU the processor time that the kernel has counted,
so that a busy machine changes little. Whatever the learner's code does with clocks in its own process changes nothing,
and what it remembers does not help. Torch's own runs in turns with it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median
from time import perf_counter, thread_time
from typing import Any

from torchgrade.calls import Call, steps_of
from torchgrade.compare import Difference, compare
from torchgrade.expected import Expected, expect
from torchgrade.isolation.limits import cpu_seconds
from torchgrade.isolation.observe import Observation, Question
from torchgrade.isolation.plain import through_the_wire
from torchgrade.isolation.structures import varied
from torchgrade.language.said import Said, say
from torchgrade.recorded import Target
from torchgrade.referee import consult

ROUNDS = 5
LEAST_S = 0.1  # for torch's own in one round: long beside a message to a contestant and back
_MOST_RUNS = 8192
_MOST_S = 0.5  # for the learner's in one round, as far as that can be foreseen
_COUNTED_S = 0.04  # four ticks of the kernel's account
_FAR = 3  # so many times slower than what is asked for, nobody waits for an exact figure
_MESSAGE_S = 0.05  # what one message may take on a busy machine
_TRIES = 3  # that all have to be slow: one may be, for a reason of the machine's
_SHORTEST_S = 1e-9

Ask = Callable[[Question], Observation]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Speed:
    """How many times as long as torch's own an answer takes; `at_least` where it was too slow to be measured whole."""

    ratio: float
    at_least: bool = False


class Wrong(Exception):
    """The answer that was sent back is not right, whatever its speed, or came by way of something forbidden.

    `difference` is None where the answer is right and `seen` holds forbidden operations.
    """

    def __init__(self, seen: Observation, expected: Expected, difference: Difference | None) -> None:
        super().__init__("no speed of a wrong answer")
        self.seen, self.expected, self.difference = seen, expected, difference


@dataclass(frozen=True)
class Race:
    """One call of `verify.speed`, run by the learner's answer and by torch's own.

    Args:
        target: the exercise.
        call: what is asked.
        device: where.
        ask: puts a question to the learner's answer.
        mine: the clock for the learner's answer.
        own: the clock for torch's own.
    """

    target: Target
    call: Call
    device: str
    ask: Ask
    mine: Clock = perf_counter
    own: Clock = perf_counter

    def run(self) -> Speed:
        """The median ratio of a few rounds, both warm.

        Raises:
            Wrong: an answer is not right.
        """
        self._answers(1, watch=self.target.exercise.forbidden)
        self._theirs(1)
        runs, theirs = self._calibrated()
        far, once = _FAR * self.call.within, [self._answers(1) for _ in range(_TRIES)]
        if min(once) - _MESSAGE_S > far * theirs / runs:
            return Speed(far, at_least=True)
        many = self._enough(min(once), runs)
        return Speed(median(self._ratio(runs, many) for _ in range(ROUNDS)))

    def _enough(self, once: float, runs: int) -> int:
        """How many runs of the learner's make a round: not too long, and long beside the ticks of the kernel's account.

        What one run takes is known no better than to a tick, so few runs may be too few to be counted at all.
        """
        many = max(1, min(runs, int(_MOST_S / max(once, _SHORTEST_S))))
        while many < runs and once < _COUNTED_S and self._answers(many) < _COUNTED_S:
            many = min(2 * many, runs)
        return many

    def _calibrated(self) -> tuple[int, float]:
        """How many runs of torch's own make a round, and what they take."""
        runs = 1
        while (taken := self._theirs(runs)) < LEAST_S and runs < _MOST_RUNS:
            runs *= 2
        return runs, taken

    def _ratio(self, runs: int, many: int) -> float:
        """One round: so many runs of torch's own, then so many of the learner's, fewer where these take long."""
        theirs = self._theirs(runs) / runs
        return self._answers(many) / many / max(theirs, _SHORTEST_S)

    def _theirs(self, runs: int) -> float:
        """Seconds of torch's own, with what it takes to bring an answer into wire format."""
        question = replace(self._question(), runs=runs)
        start = self.own()
        through_the_wire(consult(self.call.against, self.target.probe, question))
        return self.own() - start

    def _answers(self, runs: int, watch: tuple[str, ...] = ()) -> float:
        """Seconds of the learner's, of which one answer is looked at."""
        kept = secrets.randbelow(runs)
        question = replace(self._question(), runs=runs, kept=kept, watch=watch)
        start = self.mine()
        seen = self.ask(question)
        taken = self.mine() - start
        right = self._right(kept)
        difference = compare(right, seen)
        if difference or seen.hits:
            raise Wrong(seen, right, difference)
        return taken

    def _question(self) -> Question:
        return steps_of(self.call, self.device)[0].question

    def _right(self, kept: int) -> Expected:
        """What is right for the inputs of one run."""
        args, kwargs = varied((self.call.args, self.call.kwargs), kept)
        call = replace(self.call, args=args, kwargs=kwargs)
        return expect(call, self.device, self.target.exercise, self.target.probe)[0]


def clocks(device: str, answer: Any) -> tuple[Clock, Clock]:
    """What to measure an answer and torch's own by: processor time on the CPU, where the system tells it of others."""
    if device != "cpu":
        return perf_counter, perf_counter
    computed = getattr(answer, "computed", None)
    if computed is None:
        return thread_time, thread_time  # it runs in this very thread
    return (computed, thread_time) if cpu_seconds(os.getpid()) is not None else (perf_counter, perf_counter)


def passes(speed: Speed, within: float) -> bool:
    """Whether an answer is as fast as was asked for."""
    return not speed.at_least and speed.ratio <= within


def sentence(speed: Speed, within: float) -> Said:
    """The ratio and its band in words, and what was asked for."""
    words = {"ratio": _figure(speed.ratio), "band": _band(speed.ratio), "within": f"{within:g}"}
    if speed.at_least:
        return say(
            "took more than {ratio} times as long as torch's own, side by side ({band}); up to {within} times is fine.",
            **words,
        )
    return say(
        "took {ratio} times as long as torch's own, side by side ({band}); up to {within} times is fine.", **words
    )


def _figure(ratio: float) -> str:
    return f"{ratio:.2g}" if ratio < 10 else f"{ratio:.0f}"


def _band(ratio: float) -> Said:
    if ratio < 0.8:
        return say("faster than torch")
    if ratio <= 1.25:
        return say("as fast as torch")
    if ratio <= 3:
        return say("nearly as fast as torch")
    return say("a few times slower than torch") if ratio <= 10 else say("much slower than torch")
