from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from torchgrade.errors import BadInput
from torchgrade.language.speaking import _, speaking
from torchgrade.report.processes import Processes, number_for

# What is sent travels by name, so these are functions that the other side can import: of the standard library and ours.
PATHS = [Path("a"), Path("b/c"), Path("d")] * 5


def test_answers_come_in_order_and_from_elsewhere() -> None:
    with Processes(2) as processes:
        assert list(processes.map(os.fspath, PATHS)) == [os.fspath(path) for path in PATHS]
        found = set(processes.map(eval, ["__import__('os').getpid()"] * 8))
    assert os.getpid() not in found
    assert 1 <= len(found) <= 2


def test_without_processes_all_is_done_here() -> None:
    with Processes(0) as processes:
        assert list(processes.map(eval, ["__import__('os').getpid()"])) == [os.getpid()]


def test_only_a_few_items_are_in_hand_at_a_time() -> None:
    taken: list[Path] = []

    def some() -> Iterator[Path]:
        for path in PATHS:
            taken.append(path)
            yield path

    with Processes(2) as processes:
        next(processes.map(os.fspath, some()))
        assert len(taken) == 5


def test_they_speak_the_language_spoken_here() -> None:
    with Processes(2) as processes, speaking("zh_CN"):
        assert list(processes.map(_, ["Submissions"])) == ["提交"]


def test_what_is_raised_there_is_raised_here() -> None:
    with Processes(2) as processes, pytest.raises(FileNotFoundError) as caught:
        list(processes.map(os.listdir, [Path("no such folder")]))
    assert str(caught.value.filename) == "no such folder"


def test_an_error_of_ours_keeps_its_sentence(tmp_path: Path) -> None:
    from torchgrade.results_io import read

    (tmp_path / "broken.json").write_text("{")
    with Processes(2) as processes, pytest.raises(BadInput, match="not complete JSON"):
        list(processes.map(read, [tmp_path / "broken.json"]))


def test_one_that_is_killed_costs_nothing_but_time() -> None:
    kill = f"__import__('os').getpid() != {os.getpid()} and __import__('os').kill(__import__('os').getpid(), 9)"
    with Processes(2) as processes:
        assert list(processes.map(eval, ["1", kill, "2", kill, "3"])) == [1, False, 2, False, 3]


def test_what_is_printed_there_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    with Processes(2) as processes:
        assert list(processes.map(print, ["loud"])) == [None]
    assert capfd.readouterr() == ("", "loud\n")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_none_outlives_the_one_that_started_it(run_python, tmp_path: Path) -> None:
    code = (
        "import os, sys, time\nfrom pathlib import Path\nfrom torchgrade.report.processes import Processes\n"
        "with Processes(2) as processes:\n"
        "    found = set(processes.map(eval, [\"__import__('os').getpid()\"] * 8))\n"
        f"    Path({str(tmp_path / 'ids')!r}).write_text(' '.join(map(str, found)))\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    assert run_python(code).returncode == -signal.SIGKILL
    left = (tmp_path / "ids").read_text().split()
    assert left
    until = time.monotonic() + 60
    while any(map(running, left)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(running, left))


def running(process: str) -> bool:
    done = subprocess.run(["ps", "-o", "stat=", "-p", process], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip()) and "Z" not in done.stdout


@pytest.mark.parametrize(
    ("items", "jobs", "number"), [(0, 8, 0), (19, 8, 0), (39, 8, 0), (40, 8, 2), (2_000, 8, 8), (2_000, 1, 0)]
)
def test_a_small_class_starts_none(items: int, jobs: int, number: int) -> None:
    assert number_for(items, jobs) == number
