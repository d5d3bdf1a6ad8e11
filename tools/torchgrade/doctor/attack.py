"""An attack on disk: a submission that tries something it must not reach, and says so in its docstring."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from torchgrade.errors import BadInput

_STOPPED_BY = "Stopped by: "
_PART = re.compile(r"^# FILE: (.+)\n", re.MULTILINE)
_PLACEHOLDER = re.compile(r"@([A-Z_]+)@")


@dataclass(frozen=True)
class Attack:
    """One attack: its name, what it tries, which layers stop it, and its files by name.

    The text may hold placeholders, such as @CANARY@, that the scene fills in.
    """

    name: str
    tries: str
    stopped_by: tuple[str, ...]
    files: Mapping[str, str]

    def filled(self, values: Mapping[str, str]) -> dict[str, str]:
        """The files with every placeholder replaced.

        Raises:
            BadInput: the text names a placeholder that is none.
        """
        return {
            name: _PLACEHOLDER.sub(lambda match: self._value(match, values), text) for name, text in self.files.items()
        }

    def _value(self, match: re.Match[str], values: Mapping[str, str]) -> str:
        if match[1] not in values:
            raise BadInput(f"attack {self.name}: no placeholder is called {match[0]}; there are {', '.join(values)}.")
        return values[match[1]]


def read_attacks(folder: Path) -> list[Attack]:
    """Every attack of a folder, by name.

    Raises:
        BadInput: there is no such folder, it is empty, or a file does not say what it tries.
    """
    if not folder.is_dir():
        raise BadInput(f"{folder}: no such folder. `--attacks` runs the suite of a course's checkout: go there first.")
    attacks = [read_attack(path) for path in sorted(folder.glob("*.py"))]
    if not attacks:
        raise BadInput(f"{folder}: holds no attack, which is a .py file.")
    return attacks


def read_attack(path: Path) -> Attack:
    """Read one attack.

    Lines of the form `# FILE: conftest.py` begin further files of the same submission; where that is no Python
    file, each of its lines is behind "# ".

    Raises:
        BadInput: its docstring has not the two lines.
    """
    first, *others = _PART.split(path.read_text(encoding="utf-8"))
    lines = _docstring(first).splitlines()
    if len(lines) != 2 or not lines[1].startswith(_STOPPED_BY):
        raise BadInput(f"{path}: its docstring needs a sentence on what it tries, then a line `{_STOPPED_BY}...`.")
    stopped_by = tuple(lines[1].removeprefix(_STOPPED_BY).rstrip(".").split(", "))
    extra = {name: _uncommented(name, text) for name, text in zip(others[::2], others[1::2], strict=True)}
    return Attack(path.stem, lines[0], stopped_by, {f"{_answered(first)}.py": first, **extra})


def _docstring(text: str) -> str:
    try:
        return ast.get_docstring(ast.parse(text)) or ""
    except SyntaxError:
        return ""


def _answered(text: str) -> str:
    """The exercise that the attack pretends to answer."""
    return "softmax" if re.search(r"^(def softmax|softmax =|class softmax)", text, re.MULTILINE) else "relu"


def _uncommented(name: str, text: str) -> str:
    return text if name.endswith(".py") else re.sub(r"^# ?", "", text, flags=re.MULTILINE)
