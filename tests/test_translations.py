"""Every sentence of the package and of the exercises is there in every language."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def said_inside_f_strings(text: str) -> Iterator[str]:
    """The sentences that stand in an f-string, where no Python before 3.12 lets them be found."""
    for node in ast.walk(ast.parse(text)):
        for inner in ast.walk(node) if isinstance(node, ast.JoinedStr) else ():
            if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id in ("_", "say"):
                yield ast.unparse(inner)


def test_no_sentence_hides_in_an_f_string() -> None:
    assert list(said_inside_f_strings("more = f\" {_('{n} more', n=2)} \"")) == ["_('{n} more', n=2)"]
    files = (ROOT / "tools" / "torchgrade").rglob("*.py")
    assert [said for path in files for said in said_inside_f_strings(path.read_text(encoding="utf-8"))] == []


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
