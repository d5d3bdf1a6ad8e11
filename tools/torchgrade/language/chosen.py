"""Which language someone wants: --lang, else $TORCHGRADE_LANG, else the course's setting, else the system's."""

from __future__ import annotations

import os
import re
from pathlib import Path

from torchgrade.errors import BadInput
from torchgrade.language.po import SUFFIX
from torchgrade.language.speaking import ENGLISH, LOCALES

_SETTING = re.compile(r'^language\s*=\s*"([^"]*)"', re.MULTILINE)
_SYSTEM = ("LC_ALL", "LC_MESSAGES", "LANG")


def known() -> list[str]:
    """Every language there is, as gettext names it."""
    return [ENGLISH, *sorted(path.name.removesuffix(SUFFIX) for path in LOCALES.glob(f"*{SUFFIX}"))]


def chosen(asked: str | None = None, course: Path | None = None) -> str:
    """The language wanted, as gettext names it.

    Args:
        asked: what --lang says, such as "zh" or "zh_CN".
        course: the course's folder, whose [tool.torchgrade] table may have `language = "zh"`.

    Raises:
        BadInput: a language was asked for by name and there is no catalogue of it.
    """
    for named, where in ((asked, "--lang"), (os.environ.get("TORCHGRADE_LANG"), "$TORCHGRADE_LANG"), _set(course)):
        if named:
            return _must(named, where)
    system = next((os.environ[name] for name in _SYSTEM if os.environ.get(name)), "")
    return _match(system) or ENGLISH


def _set(course: Path | None) -> tuple[str, str]:
    """The language set in a course's pyproject.toml, and where that is."""
    path = (course or Path()) / "pyproject.toml"
    if course is None or not path.is_file():
        return "", ""
    table = path.read_text(encoding="utf-8", errors="replace").partition("[tool.torchgrade]")[2].partition("\n[")[0]
    found = _SETTING.search(table)
    return (found[1] if found else ""), str(path)


def _must(named: str, where: str) -> str:
    match = _match(named)
    if match is None:
        raise BadInput(f"{where}: there is no language {named!r}. There are {', '.join(known())}.")
    return match


def _match(named: str) -> str | None:
    """zh, zh_CN, zh-cn and zh_CN.UTF-8 are one language."""
    word = named.partition(".")[0].partition("@")[0].replace("-", "_").lower()
    exact = [locale for locale in known() if locale.lower() == word]
    near = [locale for locale in known() if locale.partition("_")[0].lower() == word.partition("_")[0]]
    return next(iter(exact + near), None)
