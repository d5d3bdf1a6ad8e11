"""Collecting, from every kind of source, with all that may be wrong with what students hand in."""

from __future__ import annotations

import io
import os
import subprocess
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from torchgrade.assignment.collecting.command import collect
from torchgrade.errors import BadInput

GRADERS = Path(__file__).parents[2] / "graders"
DUE = datetime(2026, 9, 15, 12, 0, tzinfo=timezone.utc)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CODE = "def softmax(x, dim):\n    return x\n"
YAML = """\
---
submission_91:
  :submitters:
  - :name: Ada Lovelace
    :sid: '17'
    :email: ada@school.edu
  :created_at: 2026-09-15 11:00:00.000000000 Z
  :score: 0.0
submission_92:
  :submitters:
  - :name: Bob
    :sid: '18'
    :email: bob@school.edu
  :created_at: 2026-09-16 13:00:00.000000000 Z
"""


class Desk:
    """An assignment, and a folder for what is handed in."""

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

    def put(self, name: str, when: datetime = DUE - HOUR, text: str = CODE) -> Path:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (when.timestamp(), when.timestamp()))
        return path

    def zip(
        self, name: str, members: dict[str, str], when: datetime = DUE - HOUR, inside: datetime = DUE - HOUR
    ) -> Path:
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


def test_folders_zips_and_files_are_collected_one_folder_each(desk: Desk) -> None:
    desk.put("ada/03_activations/softmax.py")
    desk.put("ada/notes.txt")
    desk.zip("bob.zip", {"exercises/softmax.py": CODE, "__MACOSX/softmax.py": "x", "readme.md": "x"})
    desk.put("eve.py")
    desk.collect()
    assert desk.files() == {"ada/03_activations/softmax.py", "bob/exercises/softmax.py", "eve/eve.py"}


def test_only_the_files_that_the_assignment_names_are_taken(desk: Desk) -> None:
    desk.assign(more="files = ['softmax.py', 'data/*.txt']")
    for name in ("softmax.py", "other.py", "data/a.txt", "b.txt"):
        desk.put(f"ada/{name}")
    desk.collect()
    taken = {path.relative_to(desk.out).as_posix() for path in desk.out.rglob("*") if path.is_file()}
    assert taken == {"ada/softmax.py", "ada/data/a.txt", "collected.csv"}


def test_the_latest_before_the_last_moment_counts(desk: Desk) -> None:
    desk.put("ada@1/softmax.py", DUE - 3 * HOUR, "first = 1\n")
    desk.put("ada@2/softmax.py", DUE - HOUR, "second = 2\n")
    desk.put("ada@3/softmax.py", DUE + 5 * DAY, "third = 3\n")
    found = desk.collect()["ada"]
    assert (desk.out / "ada" / "softmax.py").read_text(encoding="utf-8") == "second = 2\n"
    assert [item.counts for item in found] == [False, True, False]
    assert found[2].remark == "5 days late, and 2 are allowed"


def test_with_best_all_that_count_are_kept_beside_each_other(desk: Desk) -> None:
    desk.assign(counts="best")
    desk.put("ada@1/softmax.py")
    desk.put("ada@2/softmax.py")
    assert [item.attempt for item in desk.collect()["ada"] if item.folder] == [1, 2]
    assert len(desk.files()) == 2


def test_what_comes_after_the_last_allowed_hand_in_is_left_out(desk: Desk) -> None:
    desk.assign(most=2)
    for number in (1, 2, 3):
        desk.put(f"ada@{number}/softmax.py", DUE - (4 - number) * HOUR, f"n = {number}\n")
    found = desk.collect()["ada"]
    assert (desk.out / "ada" / "softmax.py").read_text(encoding="utf-8") == "n = 2\n"
    assert found[2].remark == "hand-in 3 of at most 2"


@pytest.mark.parametrize(("after", "days"), [(-HOUR, 0), (0 * HOUR, 0), (HOUR, 1), (DAY, 1), (DAY + HOUR, 2)])
def test_every_day_begun_after_the_due_date_is_a_late_day(desk: Desk, after: timedelta, days: int) -> None:
    desk.put("ada/softmax.py", DUE + after)
    assert desk.collect()["ada"][0].late_days == days


def test_an_extension_moves_the_due_date_of_one_student(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("ada", "bob", "eve"):
        desk.put(f"{name}/softmax.py", DUE + 5 * DAY)
    own = (DUE + 4 * DAY).isoformat()
    (desk.root / "extensions.csv").write_text(f"student,days,due\nada,7,\nbob,,{own}\n", encoding="utf-8")
    found = desk.collect()
    assert [(found[name][0].counts, found[name][0].late_days) for name in ("ada", "bob", "eve")] == [
        (True, 0),
        (True, 1),
        (False, 5),
    ]
    assert "eve: 5 days late" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("student,days\nada,soon\n", ":2:"),
        ("student,days\nada,1\nada,2\n", ":3: student ada stands in line 2"),
        ("student,due\nada,2026-09-20T10:00:00\n", "no zone"),
        ("name,days\nada,1\n", "no column student"),
    ],
)
def test_wrong_extensions_stop_before_anything_is_written(desk: Desk, text: str, says: str) -> None:
    desk.put("ada/softmax.py")
    (desk.root / "extensions.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=says):
        desk.collect()
    assert not desk.out.exists()


def test_a_roster_tells_who_is_missing_who_is_unknown_and_ids_that_come_twice(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.put("ada/softmax.py")
    desk.put("mallory/softmax.py")
    (desk.root / "roster.csv").write_text("id,name\nada,Ada\nbob,Bob\neve,Eve\neve,Eva\n", encoding="utf-8")
    desk.collect()
    said = capsys.readouterr().out
    assert "Missing: bob, eve" in said
    assert "Not on the roster: mallory" in said
    assert "eve is the id of several lines" in said


def test_ids_that_differ_in_capitals_alone_are_two_students(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (desk.root / "roster.csv").write_text("id,name\nada,Ada L\nAda,Ada B\ns-1,Bob\ns1,Eve\n", encoding="utf-8")
    for name in ("ada", "Ada B", "s-1", "Eve"):
        desk.put(f"{name}/softmax.py", text=f"# {name}\n{CODE}")
    found = desk.collect()
    assert set(found) == {"ada", "Ada", "s-1", "s1"}
    assert all(item.counts for (item,) in found.values())
    assert "roster: ada and Ada look alike" in capsys.readouterr().out


def test_hand_ins_find_their_student_by_any_column_of_the_roster(desk: Desk) -> None:
    (desk.root / "roster.csv").write_text("id,name,moodle\nu1,Ada Lovelace,501\nu2,Bob B.,502\n", encoding="utf-8")
    path = desk.zip(
        "class.zip",
        {
            "Ada Lovelace_900_assignsubmission_file_/softmax.py": CODE,
            "Somebody Else_502_assignsubmission_file_/softmax.py": CODE,
        },
    )
    assert set(desk.collect(path)) == {"u1", "u2"}


def test_a_download_of_moodle_has_a_folder_or_a_file_for_each(desk: Desk) -> None:
    path = desk.zip(
        "class.zip",
        {
            "Ada Lovelace_17_assignsubmission_file_/exercises/softmax.py": CODE,
            "Bob_18_assignsubmission_file_softmax.py": CODE,
        },
        inside=DUE + HOUR,
    )
    found = desk.collect(path)
    assert desk.files() == {"17/exercises/softmax.py", "18/softmax.py"}
    assert found["17"][0].late_days == 1


def test_a_download_of_canvas_has_names_with_numbers_and_zips_in_it(desk: Desk) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("exercises/softmax.py", CODE)
    path = desk.source / "submissions.zip"
    with zipfile.ZipFile(path, "w") as archive:
        moment = (DUE - HOUR).timetuple()[:6]
        archive.writestr(zipfile.ZipInfo("lovelaceada_17_9001_softmax-2.py", moment), CODE)
        archive.writestr(zipfile.ZipInfo("builderbob_LATE_18_9002_ps1.zip", moment), inner.getvalue())
    found = desk.collect(path)
    assert desk.files() == {"17/softmax.py", "18/exercises/softmax.py"}
    assert (found["17"][0].late_days, found["18"][0].late_days) == (0, 1)


def test_a_download_of_gradescope_says_who_and_when_in_its_metadata(desk: Desk) -> None:
    top = "assignment_5_export/"
    members = {f"{top}submission_{number}/softmax.py": CODE for number in (91, 92)}
    path = desk.zip("export.zip", {**members, f"{top}submission_metadata.yml": YAML})
    found = desk.collect(path)
    assert desk.files() == {"17/softmax.py", "18/softmax.py"}
    assert (found["17"][0].late_days, found["18"][0].late_days) == (0, 2)
    assert found["17"][0].submitted == DUE - HOUR


def test_a_zip_of_something_else_is_refused_in_a_sentence(desk: Desk) -> None:
    with pytest.raises(BadInput, match="neither those of Moodle"):
        desk.collect(desk.zip("one.zip", {"softmax.py": CODE}))


def git(folder: Path, *arguments: str, when: datetime | None = None) -> None:
    moment = {"GIT_AUTHOR_DATE": when.isoformat(), "GIT_COMMITTER_DATE": when.isoformat()} if when else {}
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=a", "-c", "user.email=a@b"]
    command = ["git", "-C", str(folder), *who, *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **plain, **moment})


def repository(desk: Desk, name: str, *commits: tuple[datetime, str]) -> Path:
    folder = desk.root / "work" / name
    (folder / "exercises").mkdir(parents=True)
    git(folder, "init", "-q")
    for when, text in commits:
        (folder / "exercises" / "softmax.py").write_text(text, encoding="utf-8")
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", "work", when=when)
    return folder


def test_of_a_repository_the_last_commit_that_can_count_is_taken(desk: Desk) -> None:
    folder = repository(desk, "ada", (DUE - DAY, "a = 1\n"), (DUE + HOUR, "a = 2\n"), (DUE + 9 * DAY, "a = 3\n"))
    folder.rename(desk.source / "ada")
    bare = repository(desk, "bob", (DUE - HOUR, "b = 1\n"))
    git(desk.source, "clone", "-q", "--bare", str(bare), "bob.git")
    found = desk.collect()
    assert (desk.out / "ada" / "exercises" / "softmax.py").read_text(encoding="utf-8") == "a = 2\n"
    assert (found["ada"][0].late_days, found["bob"][0].late_days) == (1, 0)
    assert "bob/exercises/softmax.py" in desk.files()


def test_a_repository_runs_nothing_of_its_own_and_its_links_are_refused(desk: Desk) -> None:
    folder = repository(desk, "ada", (DUE - DAY, "a = 1\n"))
    (folder / "exercises" / "link.py").symlink_to("/etc/passwd")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "link", when=DUE - HOUR)
    mark = desk.root / "ran"
    for key in ("core.fsmonitor", "gpg.program", "core.pager", "core.sshCommand"):
        git(folder, "config", key, f"touch {mark}")
    git(folder, "config", "log.showSignature", "true")
    folder.rename(desk.source / "ada")
    found = desk.collect()
    assert not mark.exists()
    assert "link.py is a link" in found["ada"][0].remark
    assert desk.files() == {"ada/exercises/softmax.py"}


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(60):
            archive.writestr(f"{number}.py", b"#" * 2**21)


def many(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_001):
            archive.writestr(f"{number}.py", b"")


def slip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../escaped.py", "x = 1\n")


def link(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("softmax.py")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")


def damaged(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 nothing")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (bomb, "too many or too large"),
        (many, "more than 20000"),
        (slip, "points outside the zip"),
        (link, "is a link"),
        (damaged, "cannot be read"),
    ],
)
def test_a_hostile_archive_is_refused_by_name_and_the_rest_goes_on(desk: Desk, make, says: str, capsys) -> None:
    make(desk.source / "mallory.zip")
    os.utime(desk.source / "mallory.zip", (0, (DUE - HOUR).timestamp()))
    desk.put("ada/softmax.py")
    found = desk.collect()
    assert not found["mallory"][0].counts
    assert says in found["mallory"][0].remark
    assert desk.files() == {"ada/softmax.py"}
    assert not list(desk.root.rglob("escaped.py"))
    assert "mallory: " in capsys.readouterr().out


def test_links_and_special_files_in_a_folder_are_refused(desk: Desk) -> None:
    desk.put("ada/softmax.py")
    (desk.source / "ada" / "other.py").symlink_to("/etc/passwd")
    (desk.source / "eve").symlink_to(desk.source / "ada")
    os.utime(desk.source / "ada" / "other.py", (0, (DUE - HOUR).timestamp()), follow_symlinks=False)
    found = desk.collect()
    assert "other.py is a link" in found["ada"][0].remark
    assert desk.files() == {"ada/softmax.py"}


def test_collecting_again_replaces_what_was_collected_and_nothing_else(desk: Desk) -> None:
    desk.put("ada/softmax.py")
    desk.put("bob/softmax.py")
    desk.collect()
    (desk.root / "ps1" / "manual.csv").write_text("student,points,comment\nada,1,good\n", encoding="utf-8")
    (desk.source / "bob" / "softmax.py").unlink()
    (desk.source / "bob").rmdir()
    desk.collect()
    assert desk.files() == {"ada/softmax.py"}
    assert "good" in (desk.root / "ps1" / "manual.csv").read_text(encoding="utf-8")


def test_a_folder_of_somebody_is_not_replaced(desk: Desk) -> None:
    desk.put("ada/softmax.py")
    desk.out.mkdir(parents=True)
    (desk.out / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="was not collected"):
        desk.collect()
    assert (desk.out / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_hand_in_of_another_assignment_is_told(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.put("ada/relu.py")
    desk.put("bob/relu.py")
    desk.put("bob/softmax.py")
    found = desk.collect()
    assert found["ada"][0].remark == "answers relu and nothing of this assignment: is it of another one?"
    assert (found["ada"][0].counts, found["bob"][0].remark) == (True, "")


def test_addresses_as_ids_stay_as_they_are(desk: Desk) -> None:
    desk.put("ada@school.edu/softmax.py")
    desk.collect()
    assert desk.files() == {"ada@school.edu/softmax.py"}


def test_what_is_not_there_is_said(desk: Desk) -> None:
    with pytest.raises(BadInput, match="no such folder or zip"):
        desk.collect(desk.root / "nowhere")
    with pytest.raises(BadInput, match="no hand-ins in it"):
        desk.collect()
