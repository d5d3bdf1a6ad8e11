"""The learner's own editor, as $VISUAL or $EDITOR names it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path


def editor() -> list[str]:
    """The command that opens a file, [] where none is named or the one named is not there."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(named, posix=os.name != "nt")
    except ValueError:  # a quote that does not end
        return []
    return words if words and shutil.which(words[0]) else []


def edit(path: Path) -> bool:
    """Open a file and wait for the editor's end; whether it could be started."""
    try:
        subprocess.run([*editor(), str(path)], check=False)
    except OSError:
        return False
    return True
