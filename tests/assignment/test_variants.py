from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = [pytest.mark.usefixtures("warm"), pytest.mark.learner_code]
PRINTS = {
    "twice": "def twice(x):\n    print(x.tolist())\n    return x * x\n",
    "thrice": "def thrice(x):\n    return 3 * x\n",
}


def seen(course, student):
    return next(check.stdout for check in course.report(student).checks if check.id.endswith("twice::test_values"))


def test_every_student_has_inputs_of_their_own_and_the_same_each_time(course):
    course.assign("variants = true")
    for student in ("ada", "bob"):
        course.hand_in(student, PRINTS)
    course.grade()
    first = {student: (course.report(student).variant, seen(course, student)) for student in ("ada", "bob")}
    assert first["ada"][0] != first["bob"][0]
    assert first["ada"][1] != first["bob"][1]
    assert {check.misconception for check in course.report("ada").checks if check.verdict == "failed"} == {"the square"}
    course.grade(force=True)
    assert {student: (course.report(student).variant, seen(course, student)) for student in first} == first


def test_without_variants_all_have_the_same_inputs(course):
    for student in ("ada", "bob"):
        course.hand_in(student, PRINTS)
    course.grade()
    assert course.report("ada").variant == ""
    assert seen(course, "ada") == seen(course, "bob")


def test_the_variant_of_a_report_and_the_seed_reproduce_its_inputs(course, tmp_path):
    course.assign("variants = true")
    course.hand_in("ada", PRINTS)
    course.grade()
    command = [sys.executable, "-m", "pytest", "-p", "torchgrade.plugin", "--import-mode=importlib", "-s", "-q"]
    options = [f"--submission={course.hand_ins / 'ada'}", "--seed=7", f"--variant={course.report('ada').variant}"]
    done = subprocess.run([*command, *options, "graders"], cwd=course.root, capture_output=True, text=True, check=False)
    assert seen(course, "ada").strip() in done.stdout


def test_a_regrade_keeps_the_variant(course):
    course.assign("variants = true")
    course.hand_in("ada", PRINTS)
    course.grade()
    before = course.report("ada")
    path = course.grader("twice", 2)
    path.write_text(path.read_text(encoding="utf-8") + "\n# another comment\n", encoding="utf-8")
    course.regrade(changed=True)
    assert course.report("ada").variant == before.variant
    assert course.report("ada").graders != before.graders
    assert course.report("ada").score == before.score
