"""What pytest's options and ours do to a run."""

from __future__ import annotations

import json
import re
import shutil

import torch


def test_exercises_are_chosen_by_name_and_the_others_not_even_imported(course):
    course.real(relu=course.RELU).grader("raise RuntimeError('read')")
    run = course.run("--exercise", "relu", "--exercise=03_activations/softmax")
    assert "10 of 20 points" in run.text
    assert "RuntimeError" not in run.text
    assert {check["exercise"] for check in run.results("results-partial.json")["checks"]} == {
        "03_activations/relu",
        "03_activations/softmax",
    }


def test_an_unknown_exercise_suggests_the_nearest(course):
    run = course.real().run("--exercise", "sofmax")
    assert run.status == 4
    assert "no exercise is called 'sofmax'. Did you mean softmax?" in run.text


def test_a_part_is_marked_and_does_not_replace_the_whole(course):
    course.real(relu=course.RELU, softmax=course.SOFTMAX)
    whole = course.run()
    assert whole.results()["partial"] is False
    before = (course.root / ".torchgrade/results.json").read_bytes()
    for options in (["-k", "values"], ["graders/03_activations/test_relu.py"], ["--exercise", "relu"]):
        part = course.run(*options)
        assert part.results("results-partial.json")["partial"] is True, options
    named = course.run("-k", "test_values and 5")
    assert set(named.verdicts("results-partial.json").values()) == {"not_selected"}
    assert named.results("results-partial.json")["score"] == 0
    assert (course.root / ".torchgrade/results.json").read_bytes() == before


def test_x_stops_at_the_first_wrong_case_and_passes_over_stubs(course):
    run = course.real(softmax=course.FIRST_DIM).run("-x")
    assert run.status == 1
    assert "– not started: relu" in run.text
    assert run.verdicts("results-partial.json")["softmax::test_values"] == "failed"
    assert run.verdicts("results-partial.json")["softmax::test_large"] == "not_selected"
    assert "looks like" in run.text


def test_q_gives_one_line_an_exercise(course):
    run = course.real(relu=course.RAISES, softmax=course.FIRST_DIM).run("-q")
    lines = [line for line in run.board.splitlines() if line.startswith(("✓", "✗"))]
    assert [line.split()[1] for line in lines] == ["03_activations/relu", "03_activations/softmax"]
    assert "keeps positive numbers" not in run.text


def test_junit_xml_has_a_case_each_and_none_of_our_data(course):
    course.real(softmax=course.FIRST_DIM).run("--junitxml=out.xml")
    text = (course.root / "out.xml").read_text(encoding="utf-8")
    found = re.search(r'failures="(\d+)" skipped="(\d+)" tests="(\d+)"', text)
    assert found, text
    assert int(found[1]) == text.count("<failure ") >= 8
    assert int(found[2]) == text.count("<skipped ") == 10  # relu, as handed out
    assert int(found[3]) == text.count("<testcase ")
    assert "entries differ; expected" in text
    assert "torchgrade_exercise" not in text
    assert "max_points" not in text


def test_workers_give_the_same_board_and_results(course):
    course.real(softmax=course.FIRST_DIM)
    alone = course.run()
    first = alone.lasting()
    together = course.run_alone("-n", "2")
    assert together.status == 1
    assert together.lasting() == first
    board = alone.board.strip().splitlines()[:-1]
    assert together.text.strip().splitlines()[-len(board) - 1 : -1] == board


def test_isolation_changes_neither_board_nor_results(course):
    course.real(relu=course.RAISES, softmax=course.FIRST_DIM)
    beside = course.run()
    first = beside.lasting()
    apart = course.run("--isolate")
    second = apart.lasting()
    assert first.pop("environment")["isolation"] == ["none: the code ran beside the grader"]
    assert "own process: held" in second.pop("environment")["isolation"]
    assert second == first
    assert apart.board.splitlines()[:-1] == beside.board.splitlines()[:-1]


def test_a_seed_changes_the_inputs_and_the_same_seed_nothing(course):
    course.real(relu=course.RELU, softmax=course.FIRST_DIM)
    texts = []
    for options in ((), (), ("--seed=7",)):
        texts.append(json.dumps(course.run(*options).lasting()))
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]


def test_a_device_that_is_not_there_is_refused_in_one_sentence(course):
    run = course.real().run("--device", "tpu")
    assert run.status == 4
    assert "no device tpu. Choose from cpu, cuda." in run.text
    if not torch.cuda.is_available():
        run = course.run("--device", "cuda")
        assert run.status == 4
        assert "torch finds no CUDA device here" in run.text
        assert "Error" not in run.text


def test_the_debugger_finds_expected_and_yours(course):
    run = course.real(softmax=course.FIRST_DIM).run_alone(
        "--pdb",
        "-x",
        "--exercise",
        "softmax",
        typed="p expected.shape, yours.shape\np (expected - yours).abs().max() > 0\nq\n",
    )
    assert "(torch.Size([4, 6]), torch.Size([4, 6]))" in run.text
    assert "tensor(True)" in run.text


def test_the_debugger_stops_in_the_learner_s_frame(course):
    run = course.real(relu=course.RAISES).run_alone("--pdb", "--exercise", "relu", typed="p x.shape\nw\nq\n")
    assert "torch.Size([])" in run.text
    assert "-> return x.rectify()" in run.text
    assert "torchgrade/isolation/answer.py" not in run.text.partition("(Pdb)")[2]


def test_ordinary_tests_keep_pytest_s_own_pages(course):
    course.real(relu=course.RELU, softmax=course.FIRST_DIM)
    course.write("graders/03_activations/test_plain.py", "def test_plain():\n    assert 1 == 2\n")
    shutil.move(course.root / "graders/03_activations/test_plain.py", course.root / "test_plain.py")
    run = course.run("test_plain.py", "graders")
    assert "assert 1 == 2" in run.text
    assert "looks like" in run.text


def test_a_project_without_graders_is_left_alone(course):
    course.write("test_plain.py", "def test_plain():\n    pass\n")
    run = course.run("test_plain.py")
    assert run.status == 0
    assert "points" not in run.text


def test_xdist_need_not_be_there(course):
    run = course.real(relu=course.RELU, softmax=course.SOFTMAX).run("-p", "no:xdist")
    assert run.status == 0, run.text


def test_parameters_may_be_given_by_keyword(course):
    body = "import pytest\n@pytest.mark.parametrize(argnames='n', argvalues=[1, 2])" + course.CHECK.replace(
        "verify, draw", "verify, draw, n"
    ).replace("normal(3)", "normal(n)")
    run = course.grader(body).run()
    assert run.status == 0
    assert run.results()["checks"][0]["evidence"]["cases"] == 2
    assert course.run("-k", "1-cpu").verdicts("results-partial.json") == {"twice::test_twice": "not_selected"}
