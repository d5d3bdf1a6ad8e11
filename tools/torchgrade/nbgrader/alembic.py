"""The program beside nbgrader that makes a gradebook, which nbgrader calls by its name alone."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def find_alembic() -> None:
    """Let nbgrader find the program that it makes a new gradebook with: beside Python, though no venv is active."""
    if shutil.which("alembic") is None:
        os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
