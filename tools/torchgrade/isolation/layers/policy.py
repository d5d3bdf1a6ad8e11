"""What a contestant may use: plain numbers and paths, which travel to its process as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any


@dataclass(frozen=True)
class Policy:
    """The limits of one contestant process.

    Attributes:
        memory_bytes: address space above what the process has already; None sets no limit (CUDA reserves far too much).
        cpu_seconds: CPU time from now on, over all threads.
        file_bytes: size of the largest file and of the whole private tmp; 0 means that no file may be written.
        open_files: one more than the highest descriptor number.
        processes: how many threads may live at once; new processes are never allowed.
        readable: files and folders beyond those that Python and torch need.
        devices: device files that may be opened for reading, writing and ioctl, as a GPU's driver does again and again.
        writable: an empty folder over which the private tmp is mounted, or None.
        uid: the unprivileged user to become when started as root, one per worker, or None.
        network: whether sockets may be opened.
    """

    memory_bytes: int | None = 2 << 30
    cpu_seconds: int = 300
    file_bytes: int = 0
    open_files: int = 64
    processes: int = 64
    readable: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    writable: str | None = None
    uid: int | None = None
    network: bool = False

    def without_files(self) -> Policy:
        """The same policy, with no file to be written anywhere."""
        return replace(self, writable=None, file_bytes=0)

    def to_dict(self) -> dict[str, Any]:
        """This policy as JSON-able values."""
        return {**asdict(self), "readable": list(self.readable), "devices": list(self.devices)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Policy:
        """The policy that `to_dict` wrote.

        Raises:
            ValueError: a key is not a limit, which would otherwise be left off in silence.
        """
        unknown = set(data) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"policy: no limit is called {', '.join(sorted(unknown))}")
        return cls(**{**data, **{name: tuple(data.get(name, ())) for name in ("readable", "devices")}})
