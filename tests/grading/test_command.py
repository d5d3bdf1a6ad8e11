from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from torchgrade.errors import BadInput
from torchgrade.grading.command import grade_folder
from torchgrade.language.speaking import language, speaking
from torchgrade.results_io import read

pytestmark = [pytest.mark.usefixtures("warm"), pytest.mark.learner_code]
RIGHT = "def twice(x):\n    return 2 * x\n\n\ndef thrice(x):\n    return 3 * x\n"
SQUARE = RIGHT.replace("2 * x", "x * x")
DAMAGED = "def twice(x:\n"


def grade(course, **options):
    return grade_folder(course.hand_ins, course.out, graders=course.graders, **{"jobs": 2, "seed": 1, **options})


def scores(course) -> dict[str, float]:
    return {path.stem: read(path).score for path in sorted((course.out / "results").glob("*.json"))}


def comparable(path: Path) -> dict[str, object]:
    data = json.loads(path.read_text(encoding="utf-8"))
    del data["timing"]
    for check in data["checks"]:
        del check["duration_s"]
    return data


def test_a_class_gets_results_grades_and_pages(course, capsys):
    course.hand_in("s01.py")
    course.hand_in("s02.py", SQUARE)
    course.hand_in("s03.py", DAMAGED)
    (course.hand_ins / "s04").mkdir()
    assert grade(course) == 0
    assert scores(course) == {"s01": 8, "s02": 4, "s03": 0, "s04": 0}
    rows = list(csv.DictReader((course.out / "grades.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["submission"], row["status"], row["score"], row["max_score"]) for row in rows] == [
        ("s01", "graded", "8", "8"),
        ("s02", "graded", "4", "8"),
        ("s03", "graded", "0", "8"),
        ("s04", "unreadable", "0", "8"),
    ]
    assert "looks like the square" in capsys.readouterr().out
    unread = read(course.out / "results/s04.json")
    assert (unread.status, unread.message) == (
        "unreadable",
        f"{course.hand_ins / 's04'}: holds no Python file. A submission is a folder, a zip or one .py file.",
    )
    assert {check.verdict for check in unread.checks} == {"missing"}
    pages = {path.name for path in (course.out / "submissions").iterdir()}
    assert pages == {"s01.html", "s02.html", "s03.html", "s04.html"}
    assert (course.out / "index.html").is_file()


def test_all_that_is_told_is_in_the_language_asked_for_and_results_are_not(course, capsys):
    course.hand_in("s01.py", SQUARE)
    with speaking("zh_CN"):
        grade(course)
        assert language() == "zh_CN"
    told = capsys.readouterr().out
    assert "提交" in told
    assert f"报告：{course.out / 'index.html'}" in told
    assert '<html lang="zh-CN">' in (course.out / "index.html").read_text(encoding="utf-8")
    assert not re.search("[\u4e00-\u9fff]", (course.out / "results/s01.json").read_text(encoding="utf-8"))


def test_neither_order_nor_jobs_change_a_result(course, monkeypatch):
    for name in ("s01.py", "s02.py", "s03.py", "s04.py"):
        course.hand_in(name, RIGHT if name < "s03" else SQUARE)
    grade(course, jobs=1)
    one = {path.name: comparable(path) for path in (course.out / "results").iterdir()}
    course.out = course.root / "again"
    monkeypatch.setattr(
        "torchgrade.grading.command.discover",
        lambda folder: [(path.stem, path) for path in sorted(folder.iterdir(), reverse=True)],
    )
    grade(course, jobs=3)
    assert {path.name: comparable(path) for path in (course.out / "results").iterdir()} == one


def test_a_second_run_grades_what_has_changed_alone(course):
    course.hand_in("s01.py")
    course.hand_in("s02.py", SQUARE)
    grade(course)
    results = course.out / "results"
    written = {path.name: path.stat().st_mtime_ns for path in results.iterdir()}
    course.hand_in("s02.py")
    course.hand_in("s03.py", DAMAGED)
    grade(course)
    again = {path.name: path.stat().st_mtime_ns for path in results.iterdir()}
    assert again["s01.json"] == written["s01.json"]
    assert again["s02.json"] != written["s02.json"]
    assert scores(course) == {"s01": 8, "s02": 8, "s03": 0}
    grade(course, force=True)
    assert (results / "s01.json").stat().st_mtime_ns != written["s01.json"]


@pytest.mark.parametrize("change", ["grader", "seed", "exercises", "time limit", "isolation", "cut short", "foreign"])
def test_what_a_result_depends_on_is_looked_at(course, change):
    course.hand_in("s01.py")
    grade(course)
    file = course.out / "results/s01.json"
    before = file.stat().st_mtime_ns
    options = {
        "seed": {"seed": 2},
        "exercises": {"exercises": ["twice"]},
        "time limit": {"time_limit": 8.0},
        "isolation": {"isolation": "process"},
    }.get(change, {})
    if change == "grader":
        course.grader("twice", 50)
    if change in ("cut short", "foreign"):
        file.write_text(file.read_text(encoding="utf-8")[:-20] if change == "cut short" else "{}", encoding="utf-8")
    grade(course, **options)
    assert file.stat().st_mtime_ns != before
    assert scores(course)["s01"] == {"grader": 4, "exercises": 4}.get(change, 8)


def test_the_secret_seed_is_drawn_once_and_kept(course):
    course.hand_in("s01.py")
    grade(course, seed=None)
    seed = (course.out / "seed").read_text()
    before = (course.out / "results/s01.json").stat().st_mtime_ns
    grade(course, seed=None)
    assert (course.out / "seed").read_text() == seed
    assert read(course.out / "results/s01.json").environment.seed == int(seed)
    assert (course.out / "results/s01.json").stat().st_mtime_ns == before
    (course.out / "seed").write_text("no number")
    with pytest.raises(BadInput, match=r"holds no seed\. Remove it"):
        grade(course, seed=None)


def test_a_grader_that_cannot_be_imported_is_a_fault_of_ours(course):
    course.hand_in("s01.py")
    course.grader("thrice", text="def broken(:\n")
    assert grade(course) == 1
    report = read(course.out / "results/s01.json")
    assert (report.status, report.score, report.max_score) == ("grader_fault", 4, 4)
    fault = next(check for check in report.checks if check.verdict == "grader_fault")
    assert fault.exercise == "01_first/thrice"
    assert "invalid syntax" in fault.message


def test_a_fault_in_one_check_costs_nothing_either(course):
    course.hand_in("s01.py")
    path = course.grader("thrice", 3)
    path.write_text(path.read_text().replace("verify.contract(draw.normal(2))", "verify.raises(TypeError)(2)"))
    assert grade(course) == 1
    report = read(course.out / "results/s01.json")
    assert (report.status, report.score, report.max_score) == ("grader_fault", 7, 7)


def test_what_depends_on_a_fault_is_graded_again_without_force(course):
    course.hand_in("s01.py")
    path = course.grader("thrice", 3)
    good = path.read_text()
    path.write_text(good + "\nraise OSError('not there today')\n")
    assert grade(course) == 1
    path.write_text(good)
    assert grade(course) == 0
    assert scores(course) == {"s01": 8}


def test_an_unforeseen_fault_costs_one_submission_alone(course, monkeypatch):
    from torchgrade.grading import batch

    real = batch.grade_one

    def breaks(recording, submission, *rest):
        if submission.name == "s01":
            raise ZeroDivisionError("unforeseen")
        return real(recording, submission, *rest)

    monkeypatch.setattr(batch, "grade_one", breaks)
    course.hand_in("s01.py")
    course.hand_in("s02.py")
    assert grade(course) == 1
    assert read(course.out / "results/s01.json").status == "grader_fault"
    assert "ZeroDivisionError: unforeseen" in read(course.out / "results/s01.json").message
    assert scores(course)["s02"] == 8


def test_two_submissions_of_one_stem_both_have_results(course):
    course.hand_in("s01.py")
    (course.hand_ins / "s01").mkdir()
    (course.hand_ins / "s01" / "twice.py").write_text(SQUARE)
    grade(course)
    assert {read(path).submission: read(path).score for path in (course.out / "results").iterdir()} == {
        "s01": 0,
        "s01.py": 8,
    }


@pytest.mark.parametrize("name", ["-rf.py", "解答.py", "a b.py", "CON.py", "x" * 200 + ".py", "<script>.py"])
def test_odd_names_have_files_of_their_own(course, name):
    course.hand_in(name)
    course.hand_in("s02.py")
    assert grade(course) == 0
    assert {read(path).submission for path in (course.out / "results").iterdir()} == {name[:-3], "s02"}
    assert "<script></" not in (course.out / "index.html").read_text(encoding="utf-8")


# ---- bad input: a sentence, and nothing written


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"exercises": ["twise"]}, "no exercise is called 'twise'. Did you mean twice or thrice?"),
        ({"graders": Path("nowhere")}, "no such folder"),
        ({"jobs": 0}, "--jobs 0: give 1 or more"),
        ({"time_limit": 0}, "give more than 0 seconds"),
        ({"gpu_memory": 1.5}, "--gpu-memory 1.5: give a share of the GPU's memory"),
        ({"device": "tpu"}, "no device tpu"),
    ],
    ids=str,
)
def test_bad_options_write_nothing(course, options, said):
    course.hand_in("s01.py")
    with pytest.raises(BadInput) as caught:
        grade_folder(course.hand_ins, course.out, **{"graders": course.graders, **options})
    assert said in str(caught.value)
    assert not course.out.exists()


def test_no_submissions_write_nothing(course):
    with pytest.raises(BadInput, match="no submissions in it"):
        grade(course)
    assert not course.out.exists()


def test_an_output_folder_that_cannot_be_written_is_refused(course):
    course.hand_in("s01.py")
    course.out.write_text("a file in its place")
    with pytest.raises(BadInput, match=r"out: cannot be written \(.*\)\. Name another folder with --out"):
        grade(course)
    assert course.out.read_text() == "a file in its place"


@pytest.mark.parametrize("taken", ["grades.csv", "index.html", "results/s01.json"])
def test_a_file_that_cannot_be_written_is_named(course, taken):
    course.hand_in("s01.py")
    (course.out / taken).mkdir(parents=True)
    with pytest.raises(BadInput, match=f"{taken}.* cannot be written"):
        grade(course)


def test_no_graders_to_be_found_from_where_one_stands(course, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    course.hand_in("s01.py")
    with pytest.raises(BadInput, match=r"no graders to be found from .*--graders DIR"):
        grade_folder(course.hand_ins, course.out)
