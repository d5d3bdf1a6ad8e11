"""An assignment of one exercise, and a folder in which hand-ins lie."""

from __future__ import annotations

import os
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from torchgrade.assignment.collecting.command import collect

GRADERS = Path(__file__).parents[3] / "graders"
DUE = datetime(2026, 9, 15, 12, 0, tzinfo=timezone.utc)
IN_TIME = DUE - timedelta(hours=1)
CODE = "def softmax(x, dim):\n    return x\n"


class Desk:
    """An assignment, and a folder for what is handed in."""

    due, code = DUE, CODE

    def __init__(self, root: Path) -> None:
        self.root, self.file, self.source = root, root / "ps1.toml", root / "in"
        self.out = root / "ps1" / "collected"
        self.source.mkdir()
        self.assign()

    def assign(self, counts: str = "latest", most: int = 0, days: int = 2, more: str = "") -> None:
        self.file.write_text(
            f"{more}\n[dates]\ndue = {DUE.isoformat()}\n[attempts]\ncounts = '{counts}'\nmost = {most}\n"
            f"[late]\ndays = {days}\npercent = 10\n[exercises]\nsoftmax = 10\n",
            encoding="utf-8",
        )

    def put(self, name: str, when: datetime = IN_TIME, text: str = CODE) -> Path:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (when.timestamp(), when.timestamp()))
        return path

    def zip(self, name: str, members: dict[str, str], when: datetime = IN_TIME, inside: datetime = IN_TIME) -> Path:
        path = self.source / name
        with zipfile.ZipFile(path, "w") as archive:
            for member, text in members.items():
                archive.writestr(zipfile.ZipInfo(member, inside.timetuple()[:6]), text)
        os.utime(path, (when.timestamp(), when.timestamp()))
        return path

    def collect(self, source: Path | None = None) -> dict[str, list]:
        found: dict[str, list] = {}
        for item in collect(self.file, source or self.source, graders=GRADERS):
            found.setdefault(item.student, []).append(item)
        return found

    def files(self) -> set[str]:
        return {path.relative_to(self.out).as_posix() for path in self.out.rglob("*.py")}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
