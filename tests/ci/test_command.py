"""`torchgrade ci` as a job calls it."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from torchgrade.ci.command import named_out, refuse_links, run
from torchgrade.ci.grading import Order
from torchgrade.ci.surroundings import Surroundings
from torchgrade.errors import BadInput

TOOLS = Path(__file__).parents[2] / "tools"
SECRETS = {
    "GITHUB_TOKEN": "ghs_tell-tale",
    "ACTIONS_RUNTIME_TOKEN": "tell-tale-2",
    "RUNNER_TOOL_CACHE": "/tell-tale-3",
    "CI_JOB_TOKEN": "tell-tale-4",
    "AWS_SECRET_ACCESS_KEY": "tell-tale-5",
}
SNOOP = """
import os
def twice(x):
    print(sorted(os.environ.items()))
    with open('/proc/self/environ', 'rb') as stream:
        print(stream.read())
    return x
"""


@pytest.fixture
def ci(checkout, graders):
    """Run the command in the checkout."""

    def call(*arguments, cwd=checkout, graders=graders, **environment):
        code = f"import sys; sys.argv = {['torchgrade', 'ci', '--graders', str(graders), *map(str, arguments)]!r}; "
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "RUNNER_", "CI"))}
        return subprocess.run(
            [sys.executable, "-c", code + "from torchgrade.cli import main; main()"],
            env={**clean, "PYTHONPATH": str(TOOLS), "TORCHGRADE_LANG": "en", **environment},
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def test_a_github_job_gets_annotations_summary_output_and_files(ci, checkout, tmp_path):
    summary, output = tmp_path / "summary", tmp_path / "output"
    done = ci(
        *("--out", tmp_path / "out"),
        GITHUB_ACTIONS="true",
        GITHUB_REPOSITORY="org/lab-ana",
        GITHUB_RUN_NUMBER="4",
        GITHUB_STEP_SUMMARY=str(summary),
        GITHUB_OUTPUT=str(output),
    )
    assert done.returncode == 0, done.stderr
    fences = re.findall(r"^::stop-commands::([0-9a-f]{32})$", done.stdout, re.MULTILINE)
    assert len(set(fences)) == 2
    for fence in fences:
        done.stdout = re.sub(rf"(?s)::stop-commands::{fence}\n.*?\n::{fence}::", "", done.stdout)
    assert "owned" not in done.stdout
    assert "::error file=thrice.py,title=01_first/thrice%3A not right yet (0/3)::multiplies" in done.stdout
    assert "| 01\\_first/twice | ✓ passed | 4/4 |" in summary.read_text(encoding="utf-8")
    written = dict(line.split("=", 1) for line in output.read_text().splitlines())
    assert (written["score"], written["max_score"]) == ("4", "8")
    assert json.loads(base64.b64decode(written["result"]))["status"] == "fail"
    report = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert (report["submission"], report["attempt"], report["score"]) == ("org/lab-ana", 4, 4)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"results.json", "junit.xml", "report.html"}
    assert {path.name for path in checkout.iterdir()} == {"twice.py", "thrice.py"}


def test_the_contestant_sees_no_variable_of_the_job(ci, checkout, tmp_path):
    (checkout / "twice.py").write_text(SNOOP)
    done = ci("--exercises", "twice", "--out", tmp_path / "out", "--isolation", "process", **SECRETS)
    assert done.returncode == 0, done.stderr
    everything = done.stdout + "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert "PYTHONHASHSEED" in everything
    assert "tell-tale" not in everything
    assert not re.search(r"\b(GITHUB|ACTIONS|RUNNER|CI|AWS)_[A-Z]", everything)


def test_what_a_checkout_brings_beside_answers_is_not_run(ci, checkout, tmp_path):
    owned = tmp_path / "owned"
    for name in (
        "conftest.py",
        "sitecustomize.py",
        "torch.py",
        "pytest.py",
        "torchgrade.py",
        "graders/01_first/test_twice.py",
    ):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text(f"open({str(owned)!r}, 'w').close()\n")
    (checkout / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (checkout / "thrice.py").write_text("def thrice(x):\n    return 3 * x\n")
    code = (
        "import sys; sys.path.pop(0); sys.argv[1:1] = ['ci']; from torchgrade.cli import main; main()"  # as the script
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--graders", str(tmp_path / "course"), "--out", str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": str(TOOLS)},
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "8 of 8 points" in done.stdout
    assert not owned.exists()


def test_nothing_handed_in_is_graded(ci, tmp_path):
    (tmp_path / "empty").mkdir()
    done = ci("--out", tmp_path / "out", cwd=tmp_path / "empty")
    assert done.returncode == 0, done.stderr
    assert "0 of 8 points" in done.stdout


def test_a_score_below_the_limit_is_status_1(ci, tmp_path):
    done = ci("--out", tmp_path / "out", "--fail-under", 51)
    assert done.returncode == 1
    assert "50 % of the points: less than 51 %." in done.stdout
    assert (tmp_path / "out" / "results.json").is_file()


def test_what_could_not_be_graded_is_status_2_and_nothing_is_written(ci, tmp_path):
    done = ci("--out", tmp_path / "out", "--exercises", "nothing")
    assert done.returncode == 2
    assert "no exercise is called 'nothing'" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.fixture
def order(checkout, graders):
    return Order(str(graders), checkout, seed=7)


def test_formats_go_beside_the_others_or_to_their_place(order, tmp_path, capsys):
    place = tmp_path / "results" / "results.json"
    around = Surroundings("gradescope", "17", "Lab 3", 2, (("gradescope", place),))
    assert run(order, around, tmp_path / "out", [f"markdown,csv={tmp_path / 'g.csv'}"], 50) == 0
    assert json.loads(place.read_text())["extra_data"]["torchgrade"]["attempt"] == 2
    assert "## Lab 3: checkout" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert (tmp_path / "g.csv").read_text().startswith("submission,status,score,max_score")
    assert "4 of 8 points" in capsys.readouterr().out


def test_an_assignment_says_which_exercises_and_what_is_hidden(order, tmp_path, capsys):
    file = tmp_path / "lab.toml"
    file.write_text(
        'name = "lab"\nhidden = ["thrice::test_values"]\nseed = 3\n[exercises]\nthrice = 10\n', encoding="utf-8"
    )
    from dataclasses import replace

    run(replace(order, assignment=file), Surroundings(), tmp_path / "out")
    text = (tmp_path / "out" / "results.json").read_text(encoding="utf-8")
    data = json.loads(text)
    assert (data["max_score"], {check["exercise"] for check in data["checks"]}) == (10, {"01_first/thrice"})
    assert "1 hidden check" in [check["title"] for check in data["checks"]]
    capsys.readouterr()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"formats": ["nbgrader"]}, "--format nbgrader: not for one submission"),
        ({"formats": ["canvas"]}, "--format canvas: not for one submission"),
        ({"formats": ["pdf"]}, "there is no such format"),
        ({"fail_under": 101.0}, "--fail-under 101: give percent, from 0 to 100"),
    ],
)
def test_bad_options_are_refused_before_anything_runs(order, tmp_path, change, said):
    with pytest.raises(BadInput, match=said):
        run(order, Surroundings(), tmp_path / "out", **change)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_an_output_folder_that_the_checkout_turns_elsewhere_is_refused(checkout, tmp_path, monkeypatch):
    (checkout / "link").symlink_to(tmp_path)
    monkeypatch.chdir(checkout)
    for out in (Path("link"), Path("link/deep"), checkout / "link"):
        with pytest.raises(BadInput, match="is a link in the checkout"):
            refuse_links(out, checkout)
    refuse_links(Path("torchgrade-results"), checkout)
    refuse_links(tmp_path / "out", checkout)


def test_results_go_where_a_job_passes_things_on(tmp_path):
    assert named_out(None, {"RUNNER_TEMP": str(tmp_path)}) == tmp_path / "torchgrade"
    assert named_out(None, {}) == Path("torchgrade-results")
    assert named_out(Path("x"), {"RUNNER_TEMP": str(tmp_path)}) == Path("x")
