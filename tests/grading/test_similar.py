from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from torchgrade.cli.instructor import grade as grade_command
from torchgrade.course import catalogue
from torchgrade.errors import BadInput
from torchgrade.grading import similar
from torchgrade.grading.command import grade_folder
from torchgrade.grading.similar import Answers, asked_for
from torchgrade.report.likeness import Pair, read_compared
from torchgrade.results_io import read

STUB = "import torch\n\n\ndef f(x):\n    raise NotImplementedError\n"
LINES = [f"    total = total * {n} + x[{n}] - {n}" for n in range(12)]


def text(lines: list[str] = LINES) -> str:
    return "\n".join(["import torch", "", "", "def f(x):", "    total = 0", *lines, "    return total", ""])


def changed(number: int) -> str:
    """The answer with so many of its operators others."""
    return text([line.replace("* ", "/ ") if place < number else line for place, line in enumerate(LINES)])


def found(least: float = 90.0, owner=str, **sources: str) -> tuple[Pair, ...]:
    answers = Answers()
    for name, source in sources.items():
        answers.add(name, source, STUB)
    return answers.compared("u/f", least, 1, owner).pairs


def test_an_answer_with_one_operation_changed_is_found_and_another_is_not():
    other = "def f(x):\n" + "".join(f"    if x.sum() > {n}:\n        return x.flip(0) @ x\n" for n in range(9))
    [pair] = found(a=text(), b=changed(1), c=other)
    assert (pair.one, pair.other) == (("a",), ("b",))
    assert 95 < pair.percent < 100


def test_the_more_is_changed_the_less_alike_and_the_most_alike_come_first():
    pairs = found(50.0, a=text(), b=changed(1), c=changed(6))
    assert [(pair.one + pair.other) for pair in pairs] == [("a", "b"), ("b", "c"), ("a", "c")]
    assert pairs[0].percent > pairs[1].percent > pairs[2].percent


def test_names_that_are_changed_throughout_hide_nothing():
    renamed = changed(1).replace("total", "summe").replace("(x)", "(value)").replace("x[", "value[")
    helper = text().replace("def f(x):", "def f(x):\n    import math as m\n    first = m.floor(0)")
    assert found(a=text(), b=changed(1))[0].percent == found(a=text(), b=renamed)[0].percent
    assert found(80.0, a=helper, b=helper.replace("first", "erstes").replace(" m\n", " q\n").replace("m.", "q.")) == (
        Pair(100.0, ("a", "b"), ()),
    )


def test_a_new_variable_in_front_does_not_make_all_that_follows_another_text():
    [pair] = found(85.0, a=text(), b=text(["    more = x[0]", *LINES]))
    assert pair.percent > 95


def test_those_who_say_the_same_are_one_answer_beside_others():
    assert found(a=text(), b=text(), c=changed(1)) == (
        Pair(100.0, ("a", "b"), ()),
        Pair(found(a=text(), c=changed(1))[0].percent, ("a", "b"), ("c",)),
    )


def test_short_answers_are_not_compared():
    short = "def f(x):\n    e = (x - x.max()).exp()\n    return e / e.sum()\n"
    answers = Answers()
    for name in "ab":
        answers.add(name, short, STUB)
    assert (answers.compared("u/f", 50.0, 1, str).answers, answers.authors) == (0, {})


def test_what_does_not_parse_and_what_the_stub_gave_is_not_compared():
    answers = Answers()
    answers.add("a", f"{text()}def (", STUB)
    answers.add("b", text(), text())
    assert not answers.authors


def test_two_hand_ins_of_one_student_are_no_pair():
    def owner(name: str) -> str:
        return name[0]

    assert found(owner=owner, a1=text(), a2=changed(1)) == ()
    assert len(found(owner=owner, a1=text(), b1=changed(1))) == 1


def test_blocks_change_nothing(monkeypatch):
    draw = random.Random(3)
    class_of = {f"s{n}": changed(draw.randrange(12)) + f"# {n}\n" for n in range(30)}
    whole = found(60.0, **class_of)
    monkeypatch.setattr(similar, "_BLOCK", 4)
    assert found(60.0, **class_of) == whole


def test_pairs_without_end_are_counted_and_the_most_alike_are_kept(monkeypatch):
    monkeypatch.setattr(similar, "MOST_PAIRS", 3)
    answers = Answers()
    for number in range(12):
        answers.add(f"s{number}", changed(number), STUB)
    result = answers.compared("u/f", 50.0, 1, str)
    assert (len(result.pairs), len(result.pairs) + result.more) == (3, 12 * 11 / 2)
    assert min(pair.percent for pair in result.pairs) > 95


def test_an_answer_of_any_length_and_wealth_of_words_is_taken():
    many = "def f(x):\n" + "".join(f"    x = x + {n}\n" for n in range(9_000))
    assert found(a=many, b=many.replace("+ 7\n", "- 7\n"))[0].percent > 99


def test_exercises_are_asked_for_by_name_with_or_without_a_percentage(course):
    entries = catalogue(course.graders)
    assert asked_for("twice=80, thrice", entries) == {"01_first/twice": 80.0, "01_first/thrice": 90.0}
    assert asked_for("", entries) == {}


@pytest.mark.parametrize(
    ("said", "why"),
    [("twice=0.9", "from 50 to 100"), ("twice=much", "from 50 to 100"), ("twice=101", "as in"), ("twise", "twice")],
)
def test_a_slip_is_refused(course, said, why):
    with pytest.raises(BadInput, match=why):
        asked_for(said, catalogue(course.graders))


def test_without_rapidfuzz_nothing_is_graded_and_it_is_said(course, monkeypatch):
    course.hand_in("a.py")
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    with pytest.raises(BadInput, match=r"pip install 'torchgrade\[similar\]'"):
        grade_folder(course.hand_ins, course.out, graders=course.graders, similar="twice")
    assert not course.out.exists()


def test_a_class_is_told_the_same_when_it_is_resumed_and_no_score_changes(course, warm):
    body = text().replace("def f(x)", "def twice(x)")
    for name, source in (("a", body), ("b", body.replace("* 3", "/ 3").replace("total", "t")), ("c", "x = 1\n")):
        course.hand_in(f"{name}.py", source)

    def grade(**options):
        grade_folder(course.hand_ins, course.out, graders=course.graders, jobs=1, seed=1, **options)
        return {name: read(course.out / "results" / f"{name}.json") for name in "abc"}

    alone = grade()
    assert not (course.out / "similar.json").exists()
    asked = grade(similar="twice=80")
    assert asked == alone
    kept = (course.out / "similar.json").read_text(encoding="utf-8")
    [result] = read_compared(course.out)
    assert (result.exercise, result.answers, [pair.one + pair.other for pair in result.pairs]) == (
        "01_first/twice",
        2,
        [("a", "b")],
    )
    assert "Nearly the same answer" in (course.out / "index.html").read_text(encoding="utf-8")
    for page in (course.out / "learners").iterdir():
        assert "Nearly the same" not in page.read_text(encoding="utf-8")
    grade(similar="twice=80")
    assert (course.out / "similar.json").read_text(encoding="utf-8") == kept
    assert "total" not in kept


def test_what_an_assignment_compares_stands_in_its_file():
    with pytest.raises(BadInput, match=r"write it into ps1\.toml, as in conv2d = 90 below \[similar\]"):
        grade_command(Path("ps1.toml"), similar="conv2d")
