"""What the board shows of every kind of answer."""

from __future__ import annotations

import hashlib
import json
import re

import pytest


def test_nothing_started_takes_one_line_and_is_no_success(course):
    run = course.real().run()
    assert run.status == 1
    assert re.search(r"\n– not started: relu, softmax\n", run.text)
    assert "0 of 20 points" in run.text
    assert "Next: open exercises/03_activations/relu.py, write it, then `pytest --exercise relu`." in run.said
    assert "Traceback" not in run.text
    assert set(run.verdicts().values()) == {"not_started"}


def test_all_right_is_green(course):
    run = course.real(relu=course.RELU, softmax=course.SOFTMAX).run()
    assert run.status == 0
    assert re.search(r"✓ 03_activations/relu +passed +10/10", run.text)
    assert "20 of 20 points" in run.text
    assert "Next: all is green." in run.text
    assert "not right yet" not in run.text


def test_wrong_answers_are_shown_with_case_idea_print_and_line(course):
    run = course.real(relu=course.RAISES, softmax=course.FIRST_DIM).run()
    assert run.status == 1
    assert "looks like softmax over dim 0, whatever `dim` was asked for" in run.said
    assert "24 of 24 entries differ; expected " in run.said
    assert "dim is 1" in run.said
    assert "raised AttributeError: 'Tensor' object has no attribute 'rectify'" in run.said
    assert run.said.count("03_activations/relu.py, line 6, in rectified: return x.rectify()") == 1
    assert str(course.root) not in run.board
    assert "short test summary" not in run.text
    assert "only case" not in run.board


@pytest.mark.parametrize(
    ("answer", "verdict", "said"),
    [
        (
            "def rectify(x):\n    return x\n",
            "missing",
            "03_activations/relu.py does not define relu. Keep the name that",
        ),
        ("relu = 3\n", "missing", "relu in 03_activations/relu.py is no function or class"),
        ("def relu(x:\n    return x\n", "error", "raised SyntaxError: "),
        ("import nowhere_at_all\n", "error", "No module named 'nowhere_at_all'"),
        ("raise SystemExit(0)\n", "error", "raised SystemExit: 0"),
        (
            "def relu(x):\n    import pytest\n    pytest.skip('clever')\n",
            "error",
            "Skipped: clever",
        ),
        ("def relu(x):\n    import torch\n    return torch.relu(x)\n", "failed", "uses aten::relu (line 3 of relu.py)"),
        ("def relu(x):\n    return x.relu()\n", "failed", "uses aten::relu (line 2 of relu.py)"),
        ("import torch\nrelu = torch.relu\n", "failed", "uses aten::relu (line 2 of relu.py)"),
        ("# caf\udce9\n", "error", "relu.py is not UTF-8 text"),
    ],
    ids=["name", "callable", "syntax", "import", "exit", "skip", "forbidden", "method", "assigned", "bytes"],
)
def test_every_way_not_to_answer_has_its_sentence(course, answer, verdict, said):
    course.real()
    path = course.root / "exercises/03_activations/relu.py"
    path.write_bytes(answer.encode("utf-8", "surrogateescape"))
    run = course.run("--exercise", "relu")
    assert run.status == 1
    assert set(run.verdicts("results-partial.json").values()) == {verdict}
    assert said in run.said
    assert "0 of 10 points" in run.board


def test_an_absent_file_is_missing(course):
    course.real(softmax=course.SOFTMAX)
    (course.root / "exercises/03_activations/relu.py").unlink()
    run = course.run()
    assert "no file answers this exercise" in run.text
    assert "10 of 20 points" in run.text


@pytest.fixture
def buggy(course):
    """A course whose stub shows a program with a bug: it runs, and is wrong."""
    text = "def twice(x):\n    return x\n"
    course.grader().write("exercises/u/twice.py", text)
    made = {"u/twice.py": hashlib.sha256(text.encode()).hexdigest()}
    course.write("exercises/.generated.json", json.dumps(made))
    return course


def test_a_stub_with_a_bug_that_nobody_touched_is_not_started_until_it_is_asked_for(buggy):
    run = buggy.run()
    assert set(run.verdicts().values()) == {"not_started"}
    assert "1 skipped" in run.text
    assert "failed" not in run.text
    assert set(buggy.run("--exercise", "twice").verdicts().values()) == {"failed"}


def test_a_stub_with_a_bug_that_was_tried_is_wrong(buggy):
    (buggy.root / "exercises/u/twice.py").write_text("def twice(x):\n    return 3 * x\n")
    assert set(buggy.run().verdicts().values()) == {"failed"}
