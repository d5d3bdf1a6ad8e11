"""One release of a real assignment, looked at from all sides: it costs seconds, so all tests share it."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from torchgrade.authoring.stub import cut_stub
from torchgrade.course import catalogue, select
from torchgrade.errors import BadInput
from torchgrade.release.command import release
from torchgrade.release.leaks import leaks, telling_lines

ROOT = Path(__file__).parents[2]
NAMES = ("softmax", "init_weights", "small_cnn", "gradient_descent")
SEED = 812734981277731
ASSIGNMENT = f"""\
title = "Problem set 1"
seed = {SEED}
hidden = ["softmax::test_gradient", "gradient_descent::test_contract"]
[dates]
due = 2026-09-15T23:59:00+02:00
[exercises]
{chr(10).join(f"{name} = 10" for name in NAMES)}
"""
WRONG = {
    "softmax": "import torch\n\n\ndef softmax(x, dim):\n    return torch.exp(x) / torch.exp(x).sum(0)\n",
    "gradient_descent": """\
def gradient_descent(loss, start, lr, steps):
    point, path = start.detach().clone(), []
    for _ in range(steps):
        point = point.detach().requires_grad_()
        loss(point).backward()
        point = (point + lr * point.grad).detach()
        path.append(point)
    import torch
    return torch.stack(path)
""",
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("course") / "ps1.toml"
    path.write_text(ASSIGNMENT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def released(file: Path) -> Path:
    return release(file, graders=ROOT / "graders")


@pytest.fixture(scope="module")
def installed(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the release's own wheel, and nothing else of ours, is installed."""
    place = tmp_path_factory.mktemp("site")
    wheel = next((released / "wheels").glob("*.whl"))
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(place)]
    subprocess.run([*command, str(wheel)], check=True)
    return place


def run(released: Path, installed: Path, *options: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    env.pop("TORCHGRADE_COURSE", None)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
    return subprocess.run(command, cwd=released, env=env, capture_output=True, text=True, check=False)


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text of a release: files, members of zips, and texts that JSON holds on one line."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".zip", ".whl"):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name).decode("latin-1")
        elif path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")


def solution(entry) -> str:
    return (ROOT / "solutions" / f"{entry.id}.py").read_text(encoding="utf-8")


ENTRIES = select(catalogue(ROOT / "graders"), NAMES)
STUBS = [cut_stub(solution(entry)) for entry in ENTRIES]


def test_the_release_has_what_a_student_needs(released):
    files = {path.relative_to(released).as_posix() for path in released.rglob("*") if path.is_file()}
    assert {"README.md", "requirements.txt", "pyproject.toml"} <= files
    for entry in ENTRIES:
        assert f"exercises/{entry.id}.py" in files
        assert f"graders/{entry.unit}/test_{entry.name}.py" in files
    assert not any("solution" in name for name in files)


def test_no_line_of_a_solution_that_its_stub_lacks_is_anywhere_in_the_release(released):
    telling = frozenset().union(*(telling_lines(solution(entry), STUBS) for entry in ENTRIES))
    assert len(telling) > 20
    wheel = released / "wheels"
    found = [(name, leak) for name, text in texts(released) if ".whl" not in name for leak in leaks(text, telling)]
    assert wheel.is_dir()
    assert not found


def test_the_search_for_leaks_finds_one(released, tmp_path):
    telling = telling_lines(solution(ENTRIES[0]), STUBS)
    planted = next(line for line in solution(ENTRIES[0]).splitlines() if leaks(line, telling))
    (tmp_path / "x.py").write_text(f"def f():\n    # {planted.strip()}\n", encoding="utf-8")
    assert [leak for _, text in texts(tmp_path) for leak in leaks(text, telling)]


def test_the_wheel_has_neither_solutions_nor_graders_nor_the_readme_with_its_example(released):
    with zipfile.ZipFile(next((released / "wheels").glob("*.whl"))) as archive:
        names = archive.namelist()
        assert "x.clamp(min=0)" not in "".join(archive.read(n).decode() for n in names if n.endswith("METADATA"))
    assert "torchgrade/plugin.py" in names
    assert all(name.startswith(("torchgrade/", "torchgrade-")) for name in names)
    assert not any("test_softmax" in name or "__pycache__" in name for name in names)


def test_no_hidden_check_is_in_the_release_and_its_hints_are_not_either(released):
    everything = {name: text for name, text in texts(released) if ".whl" not in name}
    for entry, check in ((ENTRIES[0], "test_gradient"), (ENTRIES[-1], "test_contract")):
        assert entry.name in ("softmax", "gradient_descent")
        text = entry.grader.read_text(encoding="utf-8")
        tree = ast.parse(text)
        node = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == check)
        mine = {name: found for name, found in everything.items() if entry.name in name}
        assert mine
        for name, found in mine.items():
            assert f"{check}[" not in found, name
            assert f"def {check}(" not in found, name
            assert ast.get_docstring(node) not in found, name


def test_the_secret_seed_is_nowhere_in_the_release(released):
    written = [
        str(SEED),
        hex(SEED),
        SEED.to_bytes(8, "little").decode("latin-1"),
        SEED.to_bytes(8, "big").decode("latin-1"),
    ]
    for name, text in texts(released):
        assert not any(form in text for form in written), name


def test_the_graders_name_no_reference_and_no_misconception(released):
    for entry in ENTRIES:
        text = (released / "graders" / entry.unit / f"test_{entry.name}.py").read_text(encoding="utf-8")
        assert "misconception" not in text
        assert "reference" not in text.split('"""', 2)[2]
        assert "replay(__file__" in text


def test_stubs_are_not_started_and_solutions_pass_with_the_wheel_alone(released, installed, tmp_path):
    untouched = run(released, installed, f"--results={tmp_path / 'stubs.json'}")
    assert untouched.returncode == 1, untouched.stdout + untouched.stderr
    stubs = json.loads((tmp_path / "stubs.json").read_text(encoding="utf-8"))
    assert {check["verdict"] for check in stubs["checks"]} == {"not_started"}
    for entry in ENTRIES:
        place = tmp_path / "answers" / f"{entry.id}.py"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(solution(entry), encoding="utf-8")
    solved = run(released, installed, f"--submission={tmp_path / 'answers'}", f"--results={tmp_path / 'right.json'}")
    assert solved.returncode == 0, solved.stdout + solved.stderr


def test_wrong_answers_have_the_verdicts_and_the_diagnosis_of_the_course_itself(released, installed, tmp_path):
    for name, text in WRONG.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    options = ["--device=cpu", "--exercise=softmax,gradient_descent", f"--submission={tmp_path}"]
    run(released, installed, *options, f"--results={tmp_path / 'there.json'}")
    run(ROOT, ROOT / "tools", *options, f"--results={tmp_path / 'here.json'}")
    there, here = (json.loads((tmp_path / f"{place}.json").read_text("utf-8"))["checks"] for place in ("there", "here"))
    hidden = {"03_activations/softmax::test_gradient", "09_optimizers/gradient_descent::test_contract"}
    expected = [bare(check) for check in here if check["id"] not in hidden]
    assert [bare(check) for check in there] == expected
    assert sum(check["misconception"] is not None for check in expected) >= 2


def bare(check):
    return {name: value for name, value in check.items() if name not in ("duration_s", "line")}


@pytest.fixture(scope="module")
def desk(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's copy, with a venv made as its README says; what we need of others is there already."""
    folder = tmp_path_factory.mktemp("student") / "ps1"
    shutil.copytree(released, folder)
    venv.create(folder / ".venv")
    (site,) = (folder / ".venv").glob("[Ll]ib/**/site-packages")
    (site / "others.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(folder / ".venv"), "install", "-q", "--no-index"]
    subprocess.run([*pip, "-r", "requirements.txt"], cwd=folder, check=True)
    return folder


def command(folder: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One of the venv's own commands, in the folder, as a student types it."""
    scripts = folder / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "TORCHGRADE_COURSE")}
    line = [str(scripts / name), *arguments]
    return subprocess.run(line, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_the_commands_of_the_readme_work_in_a_venv_of_its_own(desk):
    readme = (desk / "README.md").read_text(encoding="utf-8")
    for line in ("pip install -r requirements.txt", "torchgrade hint softmax", "torchgrade list"):
        assert line in readme
    listed = command(desk, "torchgrade", "list")
    assert listed.returncode == 0, listed.stderr
    assert "softmax" in listed.stdout
    hint = command(desk, "torchgrade", "hint", "softmax")
    assert hint.stdout.startswith("softmax: ")
    answer = desk / "exercises" / "03_activations" / "softmax.py"
    for text, status, says in (
        (answer.read_text(encoding="utf-8"), 1, "not started: softmax"),
        (solution(ENTRIES[0]), 0, "Well done: softmax is right in all "),
        (WRONG["softmax"], 1, "looks like softmax over dim 0"),
    ):
        answer.write_text(text, encoding="utf-8")
        done = command(desk, "python", "-m", "pytest", "--exercise", "softmax")
        assert (done.returncode, says in done.stdout) == (status, True), done.stdout + done.stderr
    asked = command(desk, "torchgrade", "solution", "softmax")
    assert (asked.returncode, "There is no solution of softmax here" in asked.stderr) == (2, True)


def test_another_seed_is_refused_in_a_sentence(released, installed, tmp_path):
    done = run(released, installed, "--exercise=softmax", "--seed=5", f"--results={tmp_path / 'r.json'}")
    assert done.returncode == 4
    assert "run without --seed" in done.stderr


def test_a_folder_that_is_not_empty_is_left_alone(file, released):
    with pytest.raises(BadInput, match="is there already"):
        release(file, graders=ROOT / "graders")


def test_an_unknown_form_is_refused(file, tmp_path):
    with pytest.raises(BadInput, match="choose one of files, zip, notebooks"):
        release(file, tmp_path / "x", "rar", graders=ROOT / "graders")
