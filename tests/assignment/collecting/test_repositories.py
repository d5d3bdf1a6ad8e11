"""Hand-ins that are Git repositories."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def git(folder: Path, *arguments: str, when: datetime | None = None) -> None:
    moment = {"GIT_AUTHOR_DATE": when.isoformat(), "GIT_COMMITTER_DATE": when.isoformat()} if when else {}
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    command = ["git", "-C", str(folder), *who, *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **plain, **moment})


def repository(desk, name: str, *commits: tuple[datetime, str]) -> Path:
    folder = desk.root / "work" / name
    (folder / "exercises").mkdir(parents=True)
    git(folder, "init", "-q")
    for when, text in commits:
        (folder / "exercises" / "softmax.py").write_text(text, encoding="utf-8")
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", "work", when=when)
    return folder


def test_of_a_repository_the_last_commit_that_can_count_is_taken(desk) -> None:
    folder = repository(
        desk, "ada", (desk.due - DAY, "a = 1\n"), (desk.due + HOUR, "a = 2\n"), (desk.due + 9 * DAY, "a = 3\n")
    )
    folder.rename(desk.source / "ada")
    bare = repository(desk, "bob", (desk.due - HOUR, "b = 1\n"))
    git(desk.source, "clone", "-q", "--bare", str(bare), "bob.git")
    found = desk.collect()
    assert (desk.out / "ada" / "exercises" / "softmax.py").read_text(encoding="utf-8") == "a = 2\n"
    assert (found["ada"][0].late_days, found["bob"][0].late_days) == (1, 0)
    assert "bob/exercises/softmax.py" in desk.files()


def test_a_repository_runs_nothing_of_its_own_and_its_links_are_refused(desk) -> None:
    folder = repository(desk, "ada", (desk.due - DAY, "a = 1\n"))
    (folder / "exercises" / "link.py").symlink_to("/etc/passwd")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "link", when=desk.due - HOUR)
    mark = desk.root / "ran"
    for key in ("core.fsmonitor", "gpg.program", "core.pager", "core.sshCommand"):
        git(folder, "config", key, f"touch {mark}")
    git(folder, "config", "log.showSignature", "true")
    folder.rename(desk.source / "ada")
    found = desk.collect()
    assert not mark.exists()
    assert "link.py is a link" in found["ada"][0].remark
    assert desk.files() == {"ada/exercises/softmax.py"}
