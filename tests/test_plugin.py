"""Real pytest runs over a small course: what a learner types, and what comes back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
import torch._dynamo  # lazily imported by torch; here once for all inner runs, which forget what they imported

ROOT = Path(__file__).parents[1]
PYPROJECT = """
[tool.torchgrade]

[tool.pytest.ini_options]
testpaths = ["graders"]
addopts = "-p torchgrade.plugin --import-mode=importlib -p no:hypothesispytest"
"""
RELU = "def relu(x):\n    return x.clamp(min=0)\n"
SOFTMAX = (
    "def softmax(x, dim):\n    e = (x - x.amax(dim, keepdim=True)).exp()\n    return e / e.sum(dim, keepdim=True)\n"
)
FIRST_DIM = "def softmax(x, dim):\n    print('dim is', dim)\n    e = (x - x.amax(0)).exp()\n    return e / e.sum(0)\n"
RAISES = "def relu(x):\n    return rectified(x)\n\n\ndef rectified(x):\n    return x.rectify()\n"
# A grader with what a case needs and no more: {body} is its checks.
GRADER = """
import torch
from torchgrade import Exercise, check

exercise = Exercise("twice", reference={reference})

{body}
"""
CHECK = """
@check(2, "Add x to itself.")
def test_twice(verify, draw):
    "doubles"
    verify(draw.normal(3))
"""


class Course:
    """A course in a temporary folder, and pytest run in it."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.root = pytester.path
        self.write("pyproject.toml", PYPROJECT)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def real(self, **answers: str) -> Course:
        """The project's own relu and softmax, answered by the stubs or by what is given."""
        shutil.copytree(ROOT / "graders/03_activations", self.root / "graders/03_activations")
        for name in ("relu", "softmax"):
            stub = f"def {name}(*arguments):\n    raise NotImplementedError\n"
            self.write(f"exercises/03_activations/{name}.py", answers.get(name, stub))
        return self

    def grader(self, body: str = CHECK, reference: str = "lambda x: 2 * x", name: str = "twice") -> Course:
        """A grader made for one test, and a right answer."""
        self.write(f"graders/u/test_{name}.py", GRADER.format(body=body, reference=reference))
        self.write(f"exercises/u/{name}.py", "def twice(x):\n    return x + x\n")
        return self

    def run(self, *options: str) -> Run:
        done = self.pytester.runpytest_inprocess(*options)
        return Run(int(done.ret), done.stdout.str() + done.stderr.str(), self.root)

    def run_alone(self, *options: str, typed: str | None = None) -> Run:
        """In a Python of its own: for what changes the process, or needs a terminal's input."""
        command = [sys.executable, "-m", "pytest", *options]
        done = subprocess.run(command, cwd=self.root, input=typed, capture_output=True, text=True, check=False)
        return Run(done.returncode, done.stdout + done.stderr, self.root)


class Run:
    """What a run showed: its exit status, its text, and the results that it wrote."""

    def __init__(self, status: int, text: str, root: Path) -> None:
        self.status, self.text, self.root = status, text, root

    @property
    def board(self) -> str:
        """What comes behind pytest's own lines of progress."""
        return self.text.rpartition("%]\n")[2]

    @property
    def said(self) -> str:
        """The board's words, wherever its lines were broken."""
        return re.sub(r"\s+", " ", self.board)

    def results(self, name: str = "results.json") -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((self.root / ".torchgrade" / name).read_text(encoding="utf-8"))
        return loaded

    def verdicts(self, name: str = "results.json") -> dict[str, str]:
        return {check["id"].rpartition("/")[2]: check["verdict"] for check in self.results(name)["checks"]}


@pytest.fixture
def course(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.delenv("TORCHGRADE_COURSE", raising=False)
    return Course(pytester)


def without_times(results: dict[str, Any]) -> dict[str, Any]:
    """Everything in which equal runs are equal; another test of this process may have set torch's threads."""
    checks = [{key: value for key, value in check.items() if key != "duration_s"} for check in results["checks"]]
    return {**results, "checks": checks, "timing": None, "environment": {**results["environment"], "threads": None}}


# ---- the board


def test_nothing_started_takes_one_line_and_is_no_success(course):
    run = course.real().run()
    assert run.status == 1
    assert re.search(r"\n– not started: relu, softmax\n", run.text)
    assert "0 of 20 points" in run.text
    assert "Next: open exercises/03_activations/relu.py, write it, then `pytest --exercise relu`." in run.said
    assert "Traceback" not in run.text
    assert set(run.verdicts().values()) == {"not_started"}


def test_all_right_is_green(course):
    run = course.real(relu=RELU, softmax=SOFTMAX).run()
    assert run.status == 0
    assert re.search(r"✓ 03_activations/relu +passed +10/10", run.text)
    assert "20 of 20 points" in run.text
    assert "Next: all is green." in run.text
    assert "not right yet" not in run.text


def test_wrong_answers_are_shown_with_case_idea_print_and_line(course):
    run = course.real(relu=RAISES, softmax=FIRST_DIM).run()
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
    course.real(softmax=SOFTMAX)
    (course.root / "exercises/03_activations/relu.py").unlink()
    run = course.run()
    assert "no file answers this exercise" in run.text
    assert "10 of 20 points" in run.text


# ---- choosing


def test_exercises_are_chosen_by_name_and_the_others_not_even_imported(course):
    course.real(relu=RELU).grader("raise RuntimeError('read')")
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
    course.real(relu=RELU, softmax=SOFTMAX)
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
    run = course.real(softmax=FIRST_DIM).run("-x")
    assert run.status == 1
    assert "– not started: relu" in run.text
    assert run.verdicts("results-partial.json")["softmax::test_values"] == "failed"
    assert run.verdicts("results-partial.json")["softmax::test_large"] == "not_selected"
    assert "looks like" in run.text


def test_q_gives_one_line_an_exercise(course):
    run = course.real(relu=RAISES, softmax=FIRST_DIM).run("-q")
    lines = [line for line in run.board.splitlines() if line.startswith(("✓", "✗"))]
    assert [line.split()[1] for line in lines] == ["03_activations/relu", "03_activations/softmax"]
    assert "keeps positive numbers" not in run.text


def test_junit_xml_has_a_case_each_and_none_of_our_data(course):
    course.real(softmax=FIRST_DIM).run("--junitxml=out.xml")
    text = (course.root / "out.xml").read_text(encoding="utf-8")
    assert 'failures="8"' in text
    assert 'skipped="10"' in text
    assert "entries differ; expected" in text
    assert "torchgrade_exercise" not in text
    assert "max_points" not in text


def test_workers_give_the_same_board_and_results(course):
    course.real(softmax=FIRST_DIM)
    alone = course.run()
    first = without_times(alone.results())
    together = course.run_alone("-n", "2")
    assert together.status == 1
    assert without_times(together.results()) == first
    board = alone.board.strip().splitlines()[:-1]
    assert together.text.strip().splitlines()[-len(board) - 1 : -1] == board


# ---- answers from elsewhere


@pytest.mark.parametrize("layout", ["flat", "laid out", "one file", "zip"])
def test_a_submission_takes_the_place_of_the_exercises(course, tmp_path_factory, layout):
    course.real()
    place = tmp_path_factory.mktemp("elsewhere")
    files = {"relu.py": RELU, "softmax.py": SOFTMAX}
    if layout == "laid out":
        files = {f"03_activations/{name}": text for name, text in files.items()}
    if layout == "one file":
        files = {"s01.py": RELU + SOFTMAX}
    for name, text in files.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text)
    if layout == "zip":
        shutil.make_archive(str(place / "s01"), "zip", place)
    named = place / {"one file": "s01.py", "zip": "s01.zip"}.get(layout, ".")
    run = course.run(f"--submission={named}", "--results=mine.json")
    assert run.status == 0, run.text
    assert json.loads((course.root / "mine.json").read_text())["score"] == 20
    assert not (course.root / ".torchgrade").exists()


@pytest.mark.parametrize("state", ["nowhere", "empty"])
def test_a_submission_that_cannot_be_read_stops_the_run(course, state):
    course.real()
    if state == "empty":
        (course.root / state).mkdir()
    run = course.run("--submission", state)
    assert run.status == 4
    assert ("no such folder or file" if state == "nowhere" else "holds no Python file") in run.text


def test_graders_may_lie_elsewhere(course, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "mine"
    shutil.copytree(ROOT / "graders/03_activations", other / "03_activations")
    course.grader()
    (course.root / "relu.py").write_text(RELU)
    run = course.run(f"--graders={other}", "--submission=relu.py", "--exercise=relu")
    assert "10 of 10 points" in run.text, run.text
    missing = course.run("--graders", "nowhere")
    assert missing.status == 4
    assert "no such folder. Name the folder that holds the graders with --graders DIR" in missing.text


def test_an_empty_exercises_folder_is_said_at_once(course):
    course.real()
    shutil.rmtree(course.root / "exercises")
    run = course.run()
    assert run.status == 4
    assert "cannot be read" in run.text


# ---- isolation, seeds, devices


def test_isolation_changes_neither_board_nor_results(course):
    course.real(relu=RAISES, softmax=FIRST_DIM)
    beside = course.run()
    first = without_times(beside.results())
    apart = course.run("--isolate")
    second = without_times(apart.results())
    assert first.pop("environment")["isolation"] == ["none: the code ran beside the grader"]
    assert "own process: held" in second.pop("environment")["isolation"]
    assert second == first
    assert apart.board.splitlines()[:-1] == beside.board.splitlines()[:-1]


def test_a_seed_changes_the_inputs_and_the_same_seed_nothing(course):
    course.real(relu=RELU, softmax=FIRST_DIM)
    texts = []
    for options in ((), (), ("--seed=7",)):
        course.run(*options)
        texts.append(json.dumps(without_times(Run(0, "", course.root).results())))
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


# ---- the debugger


def test_the_debugger_finds_expected_and_yours(course):
    run = course.real(softmax=FIRST_DIM).run_alone(
        "--pdb",
        "-x",
        "--exercise",
        "softmax",
        typed="p expected.shape, yours.shape\np (expected - yours).abs().max() > 0\nq\n",
    )
    assert "(torch.Size([4, 6]), torch.Size([4, 6]))" in run.text
    assert "tensor(True)" in run.text


def test_the_debugger_stops_in_the_learner_s_frame(course):
    run = course.real(relu=RAISES).run_alone("--pdb", "--exercise", "relu", typed="p x.shape\nw\nq\n")
    assert "torch.Size([])" in run.text
    assert "-> return x.rectify()" in run.text
    assert "torchgrade/isolation/answer.py" not in run.text.partition("(Pdb)")[2]


# ---- a grader at fault


FAULTS: dict[str, tuple[str, str, str]] = {
    "reference": (CHECK, "lambda x: x.nonsense", "the reference raises builtins.AttributeError"),
    "asks nothing": (CHECK.replace("verify(draw.normal(3))", "pass"), "abs", "never calls verify"),
    "only errors": (CHECK.replace("verify(", "verify.raises(TypeError)("), "abs", "one right value is required too"),
    "uses the result": (
        CHECK.replace("verify(draw.normal(3))", "verify(draw.normal(3)).sum()"),
        "lambda x: 2 * x",
        "A check only draws inputs and calls verify, which returns None",
    ),
    "free name": (
        "SEED = 1\n@exercise.probe_with\ndef walk(f, x):\n    return f(x + SEED)\n" + CHECK,
        "lambda x: 2 * x",
        "the probe walk names SEED",
    ),
    "two exercises": ("more = Exercise('thrice', reference=abs)\n" + CHECK, "abs", "declares 2 exercises"),
    "unknown fixture": (CHECK.replace("verify, draw", "verify, drawn"), "abs", "fixture 'drawn' not found"),
}


def test_a_grader_s_fault_says_so_and_costs_nothing(course):
    course.real(relu=RELU)
    for number, (body, reference, _) in enumerate(FAULTS.values()):
        course.grader(body, reference, name=f"fault{number}")
    run = course.run()
    assert run.status == 1
    assert "10 of 20 points" in run.board
    assert run.results()["status"] == "grader_fault"
    messages = {check["exercise"]: check["message"] for check in run.results()["checks"]}
    for number, (name, (_, _, said)) in enumerate(FAULTS.items()):
        assert re.search(rf"– u/fault{number} +fault of the grader +0/0", run.board), name
        assert said in messages[f"u/fault{number}"], name
        assert "a fault of the grader and not of yours" in messages[f"u/fault{number}"]


def test_behind_a_fault_the_next_step_is_to_tell(course):
    run = course.grader(*FAULTS["reference"][:2]).run()
    assert run.status == 1
    assert "Next: tell your instructor about the grader's fault; it costs you nothing." in run.board


def test_a_check_without_docstring_stops_collection_with_its_line(course):
    run = course.grader(CHECK.replace('"doubles"', "pass")).run()
    assert run.status == 2
    assert "the check test_twice has no docstring" in run.text


def test_a_probe_s_exception_is_the_learner_s_only_where_the_reference_passes(course):
    probe = "@exercise.probe_with\ndef walk(f, x):\n    return f(x).sum()\n"
    course.grader(probe + CHECK)
    course.write("exercises/u/twice.py", "def twice(x):\n    return None\n")
    run = course.run()
    assert run.verdicts() == {"twice::test_twice": "error"}
    assert "It came up while the check used what your code returned" in run.said


# ---- beside other tests


def test_ordinary_tests_keep_pytest_s_own_pages(course):
    course.real(relu=RELU, softmax=FIRST_DIM)
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
    run = course.real(relu=RELU, softmax=SOFTMAX).run("-p", "no:xdist")
    assert run.status == 0, run.text


def test_parameters_may_be_given_by_keyword(course):
    body = "import pytest\n@pytest.mark.parametrize(argnames='n', argvalues=[1, 2])" + CHECK.replace(
        "verify, draw", "verify, draw, n"
    ).replace("normal(3)", "normal(n)")
    run = course.grader(body).run()
    assert run.status == 0
    assert run.results()["checks"][0]["evidence"]["cases"] == 2
    assert course.run("-k", "1-cpu").verdicts("results-partial.json") == {"twice::test_twice": "not_selected"}
