"""What an attack finds around it: files worth reading or spoiling, listeners, and what shows that it reached one."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

# Spelled in two parts wherever it is looked for, so that the looking does not find itself.
PREFIX = "torchgrade" + "-secret-"
SUCCEEDED = "SUCCEEDED:"
_MOST_NAMED = 4

_FILES = {
    "secret.txt": "{secret}\n",
    "results.json": '{{"submission": "attacker", "score": 0, "max_score": 20, "note": "{secret}"}}\n',
    "gradebook.db": "attacker,relu,0,{secret}\n",
    "graders/03_activations/test_relu.py": "HIDDEN = '{secret}'\n",
    "solutions/03_activations/relu.py": "def relu(x):\n    return x.clamp(min=0)  # {secret}\n",
    "submissions/somebody_else/relu.py": "def relu(x):\n    return x.clamp(min=0)  # {secret}\n",
}


def new_secret() -> str:
    """Something that no attack can guess, of a form that it can search for."""
    return PREFIX + secrets.token_hex(16)


@dataclass
class Scene:
    """One attack's surroundings, each its own, so that what changes there is that attack's doing.

    The files are open to every user of the host: what protects them is the layers, not their modes.

    Args:
        folder: an empty folder, not there yet.
        judge_pid: the process that the attack may aim at.
    """

    folder: Path
    judge_pid: int
    secret: str = field(default_factory=new_secret)

    def __enter__(self) -> Scene:
        self._stack = ExitStack()
        self.folder.mkdir(parents=True)
        self.folder.chmod(0o777)
        for name, text in _FILES.items():
            self._write(name, text.format(secret=self.secret))
        self._before = dict(_state_of(self.folder))
        self._sockets = dict(self._listen())
        return self

    def __exit__(self, *details: object) -> None:
        self._stack.close()

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        for folder in reversed(path.relative_to(self.folder).parents[:-1]):
            (self.folder / folder).mkdir(exist_ok=True)
            (self.folder / folder).chmod(0o777)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o666)

    def _listen(self) -> Iterator[tuple[str, socket.socket]]:
        """A listener of each kind; the UDP one has the TCP one's number if that is free."""
        tcp = self._open(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0))
        self.port = tcp.getsockname()[1]
        yield "TCP", tcp
        with suppress(OSError):
            yield "UDP", self._open(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", self.port))
        self.path = f"{self.folder}.sock"
        if hasattr(socket, "AF_UNIX"):
            yield "a socket with a path", self._open(socket.AF_UNIX, socket.SOCK_STREAM, self.path)
            os.chmod(self.path, 0o777)
            self._stack.callback(Path(self.path).unlink, missing_ok=True)
            with suppress(OSError):  # Linux alone has these
                yield "an abstract socket", self._open(socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self.path}")

    def _open(self, family: int, kind: int, address: object) -> socket.socket:
        opened = self._stack.enter_context(socket.socket(family, kind))
        opened.bind(address)  # type: ignore[arg-type]
        if kind == socket.SOCK_STREAM:
            opened.listen(8)
        opened.setblocking(False)
        return opened

    @property
    def placeholders(self) -> Mapping[str, str]:
        """What stands in an attack's text for the things around it."""
        return {
            "CANARY": str(self.folder),
            "RESULTS": str(self.folder / "results.json"),
            "JUDGE_PID": str(self.judge_pid),
            "PORT": str(self.port),
            "SOCKET": self.path,
        }

    def damage(self) -> list[str]:
        """What was changed or reached, in words; empty if nothing."""
        after = dict(_state_of(self.folder))
        names = sorted(set(self._before) | set(after))
        changed = [f"changed {name}" for name in names if self._before.get(name) != after.get(name)]
        if len(changed) > _MOST_NAMED:
            changed[_MOST_NAMED:] = [f"changed {len(changed) - _MOST_NAMED} more"]
        return changed + [f"reached {kind}" for kind, heard in self._sockets.items() if _was_reached(heard)]


def _state_of(folder: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Every entry below a folder, with what an attack could change about it."""
    for path in sorted(folder.rglob("*")):
        info = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else ""
        times = () if path.is_dir() else (info.st_mtime_ns, info.st_nlink)
        yield str(path.relative_to(folder)), (info.st_mode, info.st_uid, content, *times)


def _was_reached(listener: socket.socket) -> bool:
    """Whether anybody connected, or sent a datagram."""
    try:
        if listener.type == socket.SOCK_STREAM:
            listener.accept()[0].close()
        else:
            listener.recv(1)
    except OSError:
        return False
    return True
