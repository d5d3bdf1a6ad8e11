"""Every sentence of the package and of the exercises is there in every language."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_package_s_own_sentences_are_translated() -> None:
    done = subprocess.run(
        [sys.executable, "tools/translate_package.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.endswith(" texts; 0 problems.\n"), done.stdout + done.stderr
    assert done.returncode == 0


def test_every_exercise_is_translated() -> None:
    command = [sys.executable, "-c", "from torchgrade.cli import main; main()", "translate", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.endswith(" 0 problems.\n"), done.stdout + done.stderr
    assert done.returncode == 0
