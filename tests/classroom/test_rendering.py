from __future__ import annotations

import json

import pytest

from torchgrade.classroom.rendering import render_folder
from torchgrade.errors import BadInput
from torchgrade.results import Check, Report
from torchgrade.results_io import to_json, write_text

REPORT = Report("s01", (Check("u/relu", "u/relu::test_values", "keeps positive numbers", 4, 4, "passed"),))


@pytest.fixture
def results(tmp_path):
    for name in ("s01", "s02"):
        write_text(tmp_path / "graded" / "results" / f"{name}.json", to_json(Report(name, REPORT.checks)))
    return tmp_path / "graded"


@pytest.mark.parametrize("what", [".", "results", "results/s01.json"])
def test_a_file_a_folder_and_the_output_of_grading_are_rendered(results, tmp_path, what):
    index = render_folder(results / what, tmp_path / "html")
    assert index == tmp_path / "html" / "index.html"
    pages = {path.name for path in (tmp_path / "html" / "submissions").iterdir()}
    assert pages == ({"s01.html"} if what.endswith("json") else {"s01.html", "s02.html"})


def broken(text: str, how: str) -> str:
    data = json.loads(text)
    if how == "other version":
        return json.dumps({**data, "schema_version": 99})
    if how == "no version":
        del data["schema_version"]
        return json.dumps(data)
    if how == "wrong type":
        return json.dumps({**data, "checks": 3})
    if how == "field missing":
        del data["checks"][0]["title"]
        return json.dumps(data)
    return {"cut short": text[:-10], "empty": "", "no object": "[1]", "no text": "\udcff"}[how]


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("other version", "schema version 99, but this torchgrade reads version 1. Use the torchgrade that wrote it"),
        ("no version", "these are not torchgrade results"),
        ("no object", "these are not torchgrade results"),
        ("cut short", "not complete JSON"),
        ("empty", "not complete JSON"),
        ("wrong type", "a field is missing or of the wrong type"),
        ("field missing", "a field is missing or of the wrong type"),
        ("no text", "cannot be read"),
    ],
)
def test_one_result_that_cannot_be_read_is_named_and_nothing_is_written(results, tmp_path, how, said):
    file = results / "results" / "s02.json"
    file.write_bytes(broken(file.read_text(encoding="utf-8"), how).encode("utf-8", "surrogateescape"))
    with pytest.raises(BadInput) as caught:
        render_folder(results, tmp_path / "html")
    assert str(file) in str(caught.value)
    assert said in str(caught.value)
    assert not (tmp_path / "html").exists()


def test_no_results_are_refused(tmp_path):
    with pytest.raises(BadInput, match=r"holds no results \(\*\.json\)"):
        render_folder(tmp_path, tmp_path / "html")
    with pytest.raises(BadInput, match="no such file or folder"):
        render_folder(tmp_path / "nowhere", tmp_path / "html")


def test_an_output_folder_that_cannot_be_written_is_refused(results, tmp_path):
    (tmp_path / "html").write_text("a file in its place")
    with pytest.raises(BadInput, match=r"cannot be written \(.*\)\. Name another folder with --out"):
        render_folder(results, tmp_path / "html")
