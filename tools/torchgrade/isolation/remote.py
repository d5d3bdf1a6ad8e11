"""A learner's file in a contestant process: the judge's stand-in for `Answer`, with the same two calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from torchgrade.errors import BadInput, CannotStart
from torchgrade.isolation.answer import Loaded
from torchgrade.isolation.asked import ASKED
from torchgrade.isolation.channel import Channel, Lost
from torchgrade.isolation.failures import Failure
from torchgrade.isolation.launch import Launcher
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.observe import Observation, Question
from torchgrade.isolation.plain import loaded_from_plain, observation_from_plain
from torchgrade.isolation.turns import TURNS, Turns
from torchgrade.isolation.wire import Encoded, ProtocolError
from torchgrade.language.said import say

# After these a process's CUDA context is lost or its memory full: later calls would fail for the sake of this one.
_ENDING_TYPES = frozenset({"torch.AcceleratorError", "torch.OutOfMemoryError", "torch.cuda.OutOfMemoryError"})
_ENDING_WORDS = (
    "CUDA error",
    "CUDA out of memory",
    "CUBLAS_STATUS_",
    "CUDNN_STATUS_",
    "cuDNN error",
    "NVML_SUCCESS ==",
)


class Room:
    """One submission's contestant: started when needed, replaced when lost, its processor time added up."""

    def __init__(
        self, launcher: Launcher, limits: Limits, isolation: Isolation | None = None, turns: Turns = TURNS
    ) -> None:
        self.launcher = launcher
        self.limits = limits
        self.isolation = isolation or Isolation()
        self.turns = turns
        self.layers: tuple[str, ...] = ()
        self._channel: Channel | None = None
        self._spent = 0.0
        self.holds: object = None  # whose file the contestant has loaded

    def ask(self, message: dict[str, Any] | Encoded, seconds: float) -> tuple[Any, str]:
        """Ask the current contestant, starting one if there is none.

        Raises:
            Lost: as `Channel.ask`, or the submission's whole time is used up.
        """
        if self.spent() > self.limits.submission_s:
            allowed = f"{self.limits.submission_s:g}"
            raise Lost("timeout", say("the submission used up its {seconds} s of computing", seconds=allowed))
        with self.turns.beside_others():
            if self._channel is None:
                self._channel = self._start()
            try:
                return self._channel.ask(message, seconds)
            except Lost:
                self.leave()
                raise

    def alone(self) -> AbstractContextManager[None]:
        """A time in which no other contestant of this process computes."""
        return self.turns.alone()

    def _start(self) -> Channel:
        """A contestant inside its layers.

        Raises:
            BadInput: a layer that was asked for does not hold.
            OSError: no contestant could be started or confined, which is no fault of the learner's.
        """
        channel = self.launcher.start(self.limits)
        try:
            reply, _ = channel.ask(self.isolation.message(self.limits), self.limits.import_s)
        except Lost as lost:  # none of the learner's code has run yet
            raise CannotStart(f"a contestant could not be confined: {lost}") from None
        try:
            self.layers = self.isolation.accept(reply["layers"])
        except BadInput:
            channel.close()
            raise
        return channel

    def spent(self) -> float:
        """Processor seconds of all contestants of this submission so far."""
        return self._spent + (self._channel.cpu_used() if self._channel else 0.0)

    def computed(self) -> float:
        """The same as of this moment, which takes a look at the process."""
        return self._spent + (self._channel.cpu_used(now=True) if self._channel else 0.0)

    def leave(self) -> None:
        """End the contestant; the next question starts another."""
        if self._channel is not None:
            self._channel.close()
            self._spent += self._channel.cpu_used()
            self._channel = None
            self.holds = None


class RemoteAnswer:
    """The learner's file for one exercise, asked through the wire.

    After a contestant is lost, the next question loads the file in a new one. `printed` holds what the last
    call printed.
    """

    def __init__(
        self, room: Room, files: Mapping[str, str], path: str, names: Sequence[str], probe_source: str | None
    ) -> None:
        self.room = room
        self.message = {
            "do": "load",
            "files": dict(files),
            "path": path,
            "names": list(names),
            "probe": probe_source,
        }
        self.printed = ""

    def load(self) -> Loaded:
        """Load the file.

        Raises:
            Lost: it ended, hung or flooded the contestant while it ran.
        """
        reply, self.printed = self._ask(self.message, self.room.limits.import_s)
        self.room.holds = self
        try:
            return loaded_from_plain(reply)
        except ProtocolError as error:
            self.room.leave()
            raise Lost("broken", say("the process sent {what}", what=error), self.printed) from None

    def observe(self, question: Question) -> Observation:
        """Ask one question; a lost contestant becomes an observation that says so."""
        try:
            if self.room.holds is not self and not self.load().usable:
                return Observation(lost="crashed", lost_message="the file did not load a second time")
            reply, self.printed = self._ask(ASKED.message(question), self.room.limits.call_s)
            seen = observation_from_plain(reply)
            if question.device == "cuda" and seen.failure and ends_the_context(seen.failure):
                self.room.leave()  # the next question is asked in another process, as if nothing had happened
            return seen
        except ProtocolError as error:
            self.room.leave()
            return Observation(lost="broken", lost_message=f"the process sent {error}")
        except Lost as lost:
            return Observation(lost=lost.kind, lost_message=str(lost))

    def computed(self) -> float:
        """Processor seconds that its contestants have used so far, by the kernel's account."""
        return self.room.computed()

    def _ask(self, message: dict[str, Any] | Encoded, seconds: float) -> tuple[Any, str]:
        try:
            return self.room.ask(message, seconds)
        except Lost as lost:
            self.printed = lost.output
            raise


def ends_the_context(failure: Failure) -> bool:
    """Whether an exception leaves a process with CUDA of no more use; a learner's own words can only cost a restart."""
    by_text = "builtins.RuntimeError" in failure.types and any(words in failure.message for words in _ENDING_WORDS)
    return by_text or not _ENDING_TYPES.isdisjoint(failure.types)
