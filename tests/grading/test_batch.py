from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from torchgrade.grading import batch
from torchgrade.grading.command import grade_folder
from torchgrade.grading.interruption import Interruption
from torchgrade.grading.leftovers import remove_half_written
from torchgrade.grading.side_by_side import as_finished
from torchgrade.isolation import launch
from torchgrade.results_io import read, to_json, write_text
from torchgrade.submission import discover

pytestmark = [pytest.mark.usefixtures("warm"), pytest.mark.learner_code]
RIGHT = "def twice(x):\n    return 2 * x\n\n\ndef thrice(x):\n    return 3 * x\n"
SQUARE = RIGHT.replace("2 * x", "x * x")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs a process that forks")


def grade(course, **options):
    return grade_folder(course.hand_ins, course.out, graders=course.graders, **{"jobs": 2, "seed": 1, **options})


def timeless(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    del data["timing"]
    for check in data["checks"]:
        del check["duration_s"]
    return data


def results(course) -> dict[str, dict[str, Any]]:
    """What is on disk, by submission."""
    files = [timeless(path) for path in (course.out / "results").iterdir()]
    found = {data["submission"]: data for data in files}
    assert len(found) == len(files), "a submission has two results"
    return found


# ---- order, jobs and misbehaviour

HONEST = {
    "right": RIGHT,
    "square": SQUARE,
    "raises": "def twice(x):\n    raise ValueError(f'no {object()}')\n",
    "returns an object": "def twice(x):\n    print(object(), twice)\n    return object\n",
    "slow": "import time\n\n\ndef twice(x):\n    time.sleep(0.02)\n    return x + x\n",
    "draws": "import random\n\n\ndef twice(x):\n    print(random.random())\n    return x * random.random()\n",
    "damaged": "def twice(x:\n",
    "empty": "",
}
ATTACKERS = {
    "loops": "def twice(x):\n    while True:\n        pass\n",
    "leaves": "import os\n\n\ndef twice(x):\n    os._exit(0)\n",
    "floods": "def twice(x):\n    while True:\n        print('x' * 100_000)\n",
    "eats": "held = [bytes(10**8) for _ in range(10)]\n\n\ndef twice(x):\n    return [bytearray(b'1') * 2**30, x][1]\n",
}


def test_neither_order_nor_jobs_nor_neighbours_change_a_result(course):
    for number, (_, text) in enumerate(HONEST.items()):
        course.hand_in(f"{number}.py", text)
    grade(course, jobs=1, time_limit=1.0)
    alone = results(course)
    for path in course.hand_ins.iterdir():  # in reverse, with an attacker between each
        path.rename(path.with_name(f"{chr(ord('z') - int(path.stem))}.py"))
    for number, text in enumerate(ATTACKERS.values()):
        course.hand_in(f"{chr(ord('z') - number)}-attacker.py", text)
    course.out = course.root / "beside"
    assert grade(course, jobs=3, time_limit=1.0) == 0
    beside = results(course)
    assert len(beside) == len(HONEST) + len(ATTACKERS)
    for number, (kind, _) in enumerate(HONEST.items()):
        name = chr(ord("z") - number)
        written = json.dumps(beside[name]).replace(f"{name}.py", f"{number}.py")
        expected = {**alone[str(number)], "submission": name}
        # The digest is of the file's name too.
        assert {**json.loads(written), "submission_sha256": ""} == {**expected, "submission_sha256": ""}, kind
    assert all(beside[f"{chr(ord('z') - number)}-attacker"]["score"] == 0 for number in range(3))


def test_what_differs_from_process_to_process_is_not_in_the_results(course):
    course.hand_in("s01.py", HONEST["raises"])
    course.hand_in("s02.py", HONEST["returns an object"])
    grade(course)
    found = results(course)
    assert "no <object object at 0x...>" in found["s01"]["checks"][-1]["message"]
    assert "<function twice at 0x...>" in found["s02"]["checks"][-1]["stdout"]


@LINUX
def test_sets_have_one_order_in_every_process():
    command = launch.command("torchgrade.isolation.zygote")
    printing = [*command[: command.index("-c")], "-c", "print({str(n) for n in range(99)})"]
    runs = [subprocess.run(printing, env=launch.clean_environment(), capture_output=True).stdout for _ in range(2)]
    assert runs[0] == runs[1]


# ---- what earlier runs left


def test_files_of_killed_runs_are_removed_and_those_of_living_ones_kept(tmp_path):
    (tmp_path / "results").mkdir()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    stale = [tmp_path / f".seed.{dead.pid}.tmp", tmp_path / "results" / f".s01.json.{os.getpid()}.tmp"]
    kept = [tmp_path / f".seed.{os.getppid()}.tmp", tmp_path / ".own.tmp", tmp_path / "results" / "s01.json"]
    for path in (*stale, *kept):
        path.write_text("{")
    remove_half_written(tmp_path)
    assert [path.exists() for path in (*stale, *kept)] == [False, False, True, True, True]


def test_a_result_whose_file_has_another_name_now_is_not_counted_twice(course):
    course.hand_in("s.py")
    grade(course)
    stranger = course.out / "results" / "gone.json"
    write_text(stranger, to_json(read(course.out / "results/s.json")).replace('"submission": "s"', '"submission": "t"'))
    course.hand_in("S.py", SQUARE)  # first in order, and of the same name where case does not count
    grade(course)
    found = results(course)
    assert {name: data["score"] for name, data in found.items()} == {"S": 4, "s": 8, "t": 8}


# ---- many submissions


def test_submissions_are_read_one_by_one_with_few_in_hand(course, monkeypatch):
    most, in_hand, lock = [0], [0], threading.Lock()
    real, keep = batch.read_submission, batch._keep

    def reading(path: Path, name: str) -> Any:
        with lock:
            in_hand[0] += 1
            most[0] = max(most[0], in_hand[0])
        return real(path, name)

    def keeping(file: Path, report: Any) -> None:
        with lock:
            in_hand[0] -= 1
        keep(file, report)

    monkeypatch.setattr(batch, "read_submission", reading)
    monkeypatch.setattr(batch, "_keep", keeping)
    for number in range(60):
        course.hand_in(f"{number}.py", "")
    grade(course)
    assert 1 <= most[0] <= 2
    assert in_hand[0] == 0


def test_of_many_items_few_are_taken_before_they_are_needed():
    taken = []

    def work():
        for number in range(10_000):
            taken.append(number)
            yield number

    found = as_finished(work(), 3, lambda number: number, lambda: None, Interruption())
    for done, _ in enumerate(islice(found, 500), start=1):
        assert len(taken) <= done + 2 * 3
    found.close()


def test_ten_thousand_entries_are_discovered_without_being_opened(tmp_path, monkeypatch):
    for number in range(10_000):
        (tmp_path / f"s{number:05}.py").touch()
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("read too early"))
    looked = []
    real = Path.stat
    monkeypatch.setattr(Path, "stat", lambda path, **options: looked.append(path) or real(path, **options))
    found = discover(tmp_path)
    assert [name for name, _ in found] == [f"s{number:05}" for number in range(10_000)]
    assert len(looked) <= 5 * 10_000  # a few looks at each, however many there are
