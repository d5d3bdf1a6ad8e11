"""What `torchgrade ci --init` writes, as the systems it is for would take it."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from torchgrade.ci.begin import begin
from torchgrade.errors import BadInput

ROOT = Path(__file__).parents[2]


def options_of(command):
    """What a line of a workflow hands to `torchgrade ci`, as the command line itself parses it."""
    import typer

    from torchgrade.cli import app

    words = shlex.split(command)
    assert words[:2] == ["torchgrade", "ci"]
    group = typer.main.get_command(app)
    return group.commands["ci"].make_context("ci", words[2:], resilient_parsing=True).params


def test_github_s_workflow_is_complete(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert begin("github", exercises=["relu", "softmax"]) == Path(".github/workflows/torchgrade.yml")
    flow = yaml.safe_load((tmp_path / ".github/workflows/torchgrade.yml").read_text(encoding="utf-8"))
    assert flow["permissions"] == {"contents": "read"}
    steps = flow["jobs"]["grade"]["steps"]
    assert all(step["with"]["persist-credentials"] is False for step in steps if "checkout@" in step.get("uses", ""))
    [grade] = [step for step in steps if "torchgrade ci" in step.get("run", "")]
    options = options_of(grade["run"])
    assert (options["graders"], options["exercises"]) == ("../course/graders", "relu,softmax")
    assert grade["id"] == "torchgrade"  # Classroom's reporter asks for TORCHGRADE_RESULTS
    assert "change this" in (tmp_path / ".github/workflows/torchgrade.yml").read_text(encoding="utf-8")
    assert "put in your course's address" in capsys.readouterr().out


def test_gitlab_s_pipeline_is_complete(tmp_path, capsys):
    begin("gitlab", out=tmp_path / "ci.yml")
    flow = yaml.safe_load((tmp_path / "ci.yml").read_text(encoding="utf-8"))
    job = flow["torchgrade"]
    assert job["stage"] in flow["stages"]
    assert job["artifacts"]["reports"]["junit"] == "torchgrade-results/junit.xml"
    [line] = job["script"]
    options = options_of(line)
    assert (options["graders"], str(options["out"])) == ("/tmp/course/graders", "torchgrade-results")
    capsys.readouterr()


def test_nothing_is_replaced_unless_asked(tmp_path, capsys):
    (tmp_path / "ci.yml").write_text("mine")
    with pytest.raises(BadInput, match="is there already"):
        begin("gitlab", out=tmp_path / "ci.yml")
    assert (tmp_path / "ci.yml").read_text() == "mine"
    begin("gitlab", out=tmp_path / "ci.yml", force=True)
    assert "torchgrade" in (tmp_path / "ci.yml").read_text(encoding="utf-8")
    capsys.readouterr()


def test_an_unknown_system_is_refused(tmp_path):
    with pytest.raises(BadInput, match="--init jenkins: choose from github, gitlab, gradescope"):
        begin("jenkins", out=tmp_path / "x")


@pytest.fixture
def autograder(tmp_path, graders, capsys):
    """Gradescope's folders after it unpacked our zip and built its image."""
    begin("gradescope", graders, out=tmp_path / "autograder.zip")
    capsys.readouterr()
    root = tmp_path / "autograder"
    subprocess.run(
        [sys.executable, "-m", "zipfile", "-e", str(tmp_path / "autograder.zip"), str(root / "source")], check=True
    )
    shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
    (root / "results").mkdir()
    (root / "venv").symlink_to(sys.prefix)
    return root


def test_the_zip_holds_scripts_package_and_graders_and_no_solution(tmp_path, graders, capsys):
    begin("gradescope", graders, ["twice"], out=tmp_path / "autograder.zip")
    capsys.readouterr()
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        names = set(archive.namelist())
        modes = {name: archive.getinfo(name).external_attr >> 16 & 0o777 for name in ("setup.sh", "run_autograder")}
        needed = archive.read("requirements.txt").decode()
    assert {"setup.sh", "run_autograder", "requirements.txt", "package/torchgrade/ci/templates/setup.sh"} <= names
    assert [name for name in names if name.startswith("graders/")] == ["graders/01_first/test_twice.py"]
    assert set(modes.values()) == {0o755}
    assert not any("__pycache__" in name or "solutions/" in name for name in names)
    assert "torch==" in needed
    assert "babel==" in needed
    assert "+" not in needed


@pytest.mark.skipif(shutil.which("bash") is None or os.name != "posix", reason="Gradescope's scripts need bash")
@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_the_scripts_are_bash(name):
    subprocess.run(["bash", "-n", str(ROOT / "tools/torchgrade/ci/templates" / name)], check=True)


@pytest.mark.skipif(shutil.which("bash") is None or os.name != "posix", reason="Gradescope's scripts need bash")
def test_run_autograder_grades_in_gradescope_s_folders(autograder, checkout):
    shutil.copytree(checkout, autograder / "submission")
    (autograder / "submission" / "results.json").write_text('{"score": 100}')
    data = {"users": [{"name": "Ana", "sid": "17"}], "assignment": {"title": "Lab 3"}, "previous_submissions": [{}]}
    (autograder / "submission_metadata.json").write_text(json.dumps(data))
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        ["bash", str(autograder / "run_autograder")],
        env={**clean, "AUTOGRADER": str(autograder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    results = json.loads((autograder / "results" / "results.json").read_text(encoding="utf-8"))
    assert results["score"] == 4
    assert {test["name"]: test["status"] for test in results["tests"]} == {
        "01_first/twice: multiplies": "passed",
        "01_first/twice: lets the gradient through": "passed",
        "01_first/thrice: multiplies": "failed",
        "01_first/thrice: lets the gradient through": "failed",
    }
    own = json.loads((autograder / "torchgrade" / "results.json").read_text(encoding="utf-8"))
    assert (own["submission"], own["assignment"], own["attempt"]) == ("17", "Lab 3", 2)


@pytest.mark.skipif(shutil.which("bash") is None or os.name != "posix", reason="Gradescope's scripts need bash")
def test_run_autograder_writes_no_score_where_it_could_not_grade(autograder):
    shutil.rmtree(autograder / "source" / "graders")
    (autograder / "submission").mkdir()
    environment = {**os.environ, "AUTOGRADER": str(autograder)}
    done = subprocess.run(
        ["bash", str(autograder / "run_autograder")], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert not (autograder / "results" / "results.json").exists()
