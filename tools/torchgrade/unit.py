"""What a unit says of itself: its title, what one can build after it, and the order of its exercises."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torchgrade.errors import CatalogueError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FILE = "unit.toml"
_KEYS = {"title": str, "builds": str, "exercises": list}


@dataclass(frozen=True)
class Unit:
    """A unit as its unit.toml describes it.

    Args:
        name: the folder's name, "03_activations".
        title: its title in words.
        builds: what a learner can build after it, completing "You can now build ...".
        exercises: the names of its exercises, easiest first.
    """

    name: str
    title: str
    builds: str = ""
    exercises: tuple[str, ...] = ()


def read_unit(folder: Path) -> Unit:
    """Read graders/UNIT/unit.toml; without one the folder's name is the title, and names give the order.

    Raises:
        CatalogueError: the file is no TOML, or a key is unknown or of the wrong type.
    """
    path = folder / FILE
    title = folder.name.partition("_")[2].replace("_", " ").capitalize() or folder.name
    if not path.is_file():
        return Unit(folder.name, title)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path}: is no TOML file: {error}") from None
    _refuse_wrong_keys(said, path)
    return Unit(folder.name, said.get("title", title), said.get("builds", ""), tuple(said.get("exercises", ())))


def _refuse_wrong_keys(said: dict[str, Any], path: Path) -> None:
    for key, value in said.items():
        if key not in _KEYS:
            raise CatalogueError(f"{path}: {key!r} is no key of a unit; it has {', '.join(_KEYS)}.")
        if not isinstance(value, _KEYS[key]) or (key == "exercises" and not all(isinstance(v, str) for v in value)):
            raise CatalogueError(f"{path}: {key} is a {'list of names' if key == 'exercises' else 'text'}.")
