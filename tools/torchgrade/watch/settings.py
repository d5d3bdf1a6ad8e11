"""What a watch was asked for, in a form that can be handed to the judge's process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from torchgrade.isolation.limits import Limits


@dataclass(frozen=True)
class Settings:
    """Where the course lies, on which devices and with which seed it is graded, and how long a call may take."""

    graders: Path
    seed: int
    devices: tuple[str, ...] = ("cpu",)
    time_limit: float = 10.0

    @property
    def root(self) -> Path:
        """The course's folder."""
        return self.graders.parent

    @property
    def exercises(self) -> Path:
        """The files that the learner edits."""
        return self.root / "exercises"

    @property
    def limits(self) -> Limits:
        """What the learner's code may use."""
        return Limits(call_s=self.time_limit, import_s=self.time_limit).on(self.devices)

    def to_json(self) -> str:
        """These settings as text."""
        return json.dumps([str(self.graders), self.seed, self.devices, self.time_limit])

    @classmethod
    def from_json(cls, text: str) -> Settings:
        """What `to_json` wrote."""
        graders, seed, devices, time_limit = json.loads(text)
        return cls(Path(graders), seed, tuple(devices), time_limit)
