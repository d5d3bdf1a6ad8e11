"""What an editor finds in stubs and graders: types that resolve, and checks with names and sentences."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from torchgrade.authoring.stub import cut_stub

ROOT = Path(__file__).parents[1]
STUBS = ["01_tensors/filled", "03_activations/softmax", "05_convolution/conv2d", "07_sequences/lstm_cell"]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_types_of_stubs_resolve(tmp_path):
    pytest.importorskip("mypy")
    for name in STUBS:  # cut anew: the files in exercises/ may be edited
        stub = cut_stub((ROOT / f"solutions/{name}.py").read_text(encoding="utf-8"))
        (tmp_path / f"{Path(name).name}.py").write_text(stub, encoding="utf-8")
    found = [str(path) for path in sorted(tmp_path.glob("*.py"))]
    done = run("mypy", "--strict", "--no-incremental", "--disallow-any-unimported", *found)
    assert f"no issues found in {len(found)} source files" in done.stdout, done.stdout + done.stderr


def test_collected_checks_have_readable_names_and_their_sentences():
    done = run("pytest", "--collect-only", "-v", "-p", "no:cacheprovider", "--exercise", "relu")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line.strip() for line in done.stdout.splitlines()]
    place = lines.index("<Function test_values[(2, 3, 4)-cpu]>")
    assert lines[place + 1] == "keeps positive numbers and turns negative ones into 0, for any shape"


def test_one_case_runs_by_its_id_and_its_failure_begins_with_the_sentence_of_its_check(tmp_path):
    (tmp_path / "relu.py").write_text("def relu(x):\n    return x.abs()\n", encoding="utf-8")
    report = tmp_path / "junit.xml"
    case = "graders/03_activations/test_relu.py::test_values[(2, 3, 4)-cpu]"
    done = run("pytest", case, f"--submission={tmp_path}", f"--results={tmp_path / 'r.json'}", f"--junitxml={report}")
    assert done.returncode == 1, done.stdout + done.stderr
    (failed,) = ElementTree.parse(report).iter("testcase")
    assert failed.attrib["name"] == "test_values[(2, 3, 4)-cpu]"
    said = (failed.findtext("failure") or "").splitlines()
    assert said[0] == "keeps positive numbers and turns negative ones into 0, for any shape"
    assert said[1].startswith("result: 11 of 24 entries differ")
