"""`torchgrade report` in every format, on a machine without torch, and what it refuses."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from torchgrade.errors import BadInput
from torchgrade.formats import writing
from torchgrade.formats.command import report_as, targets_of
from torchgrade.formats.registry import FORMATS
from torchgrade.results_io import to_json, write_text

CANVAS = "Student,ID,Section,Week 3 (42)\nKai,kai,A,\nAna,ana,A,\n"
MOODLE = 'Identifier,"Full name",Grade\n"Participant 1",kai,\n"Participant 2",ana,\n'


@pytest.fixture
def results(tmp_path, report):
    """A folder of results of two submissions."""
    for one in (report, replace(report, submission="ana", checks=report.checks[:1])):
        write_text(tmp_path / "graded" / "results" / f"{one.submission}.json", to_json(one))
    (tmp_path / "canvas.csv").write_text(CANVAS)
    (tmp_path / "moodle.csv").write_text(MOODLE)
    return tmp_path / "graded"


@pytest.fixture
def torchgrade(run_python):
    def run(*arguments):
        typed = ["torchgrade", *map(str, arguments)]
        code = f"import sys; sys.argv = {typed!r}; from torchgrade.cli import main; main()"
        return run_python(code, blocked=("torch", "torchvision", "numpy", "nbgrader"))

    return run


def everything(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_several_formats_go_into_one_folder_without_torch(torchgrade, results, tmp_path):
    many = "json,terminal,markdown,junit,gradescope,github,github-classroom,prairielearn,csv,feedback"
    done = torchgrade("report", results, "--format", many, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert everything(tmp_path / "out") == [
        "board.txt",
        *("classroom/ana.json", "classroom/kai.json", "feedback.zip", "github/annotations.txt", "github/summary.md"),
        *("grades.csv", "gradescope/ana.json", "gradescope/kai.json", "junit.xml"),
        *("prairielearn/ana.json", "prairielearn/kai.json", "report.md", "results/ana.json", "results/kai.json"),
    ]
    assert f"junit: {tmp_path / 'out' / 'junit.xml'}" in done.stdout


def test_one_format_goes_to_the_file_named(results, tmp_path):
    report_as(results / "results" / "kai.json", ["gradescope"], tmp_path / "deep" / "results.json")
    assert json.loads((tmp_path / "deep" / "results.json").read_text())["score"] == 4


def test_pairs_name_each_file(results, tmp_path):
    asked = [f"junit={tmp_path / 'a.xml'},csv={tmp_path / 'b.csv'}", "markdown"]
    report_as(results, asked, tmp_path / "c.md")
    assert everything(tmp_path)[:2] == ["a.xml", "b.csv"]
    assert (tmp_path / "c.md").is_file()


def test_one_text_without_a_place_is_printed(results, capfdbinary):
    report_as(results / "results" / "ana.json", ["csv"], None)
    assert (
        capfdbinary.readouterr().out.decode()
        == "submission,status,score,max_score,03_activations/relu\nana,graded,4,4,4\n"
    )


def test_github_s_summary_goes_where_github_wants_it(results, tmp_path, monkeypatch, capfdbinary):
    (tmp_path / "summary").write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    report_as(results / "results" / "kai.json", ["github"], None)
    assert (tmp_path / "summary").read_text(encoding="utf-8").startswith("before\n## Week 3: kai\n")
    assert capfdbinary.readouterr().out.startswith(b"::error title=")


def test_html_is_the_usual_format(results, tmp_path):
    report_as(results, [], tmp_path / "html")
    assert (tmp_path / "html" / "index.html").is_file()
    report_as(results, ["html"], tmp_path / "pages", audience="learner")
    assert everything(tmp_path / "pages") == ["ana.html", "kai.html"]


@pytest.mark.parametrize(("name", "file"), [("canvas", "canvas.csv"), ("moodle", "moodle.csv")])
def test_a_downloaded_file_is_filled_in(results, tmp_path, name, file, capsys):
    write_text(results / "results" / "zoe.json", (results / "results" / "ana.json").read_text().replace("ana", "zoe"))
    report_as(results, [name], tmp_path / "filled.csv", fill=tmp_path / file)
    assert "kai" in (tmp_path / "filled.csv").read_text()
    assert f"{name}: not in {tmp_path / file}, so not entered: zoe" in capsys.readouterr().err


@pytest.mark.parametrize("name", [name for name, entry in FORMATS.items() if entry.views and name != "html"])
@pytest.mark.parametrize("audience", ["learner", "instructor"])
def test_a_learner_sees_nothing_of_a_hidden_check_in_any_format(results, tmp_path, name, audience):
    report_as(results, [name], tmp_path / "out", audience=audience)
    text = "".join(
        p.read_text(encoding="utf-8") for p in [*tmp_path.rglob("out"), *tmp_path.rglob("out/**/*")] if p.is_file()
    )
    assert text
    assert ("secret" in text) == (audience == "instructor")


@pytest.mark.parametrize("name", [name for name, entry in FORMATS.items() if entry.audience == "learner"])
def test_what_learners_are_handed_hides_it_unless_asked(results, tmp_path, name):
    fill = tmp_path / "moodle.csv" if name in ("moodle", "feedback") else None
    report_as(results, [name], tmp_path / "out", fill=fill)
    for path in [tmp_path / "out", *tmp_path.rglob("out/**/*")]:
        assert path.is_dir() or b"secret" not in path.read_bytes()


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        (["pdf"], "there is no such format. Choose from html, json, terminal"),
        (["csv,csv"], "one format is named twice"),
        (["csv,junit"], "several formats need a place"),
        (["nbgrader"], "name where it goes with --out"),
        (["feedback"], "name where it goes with --out"),
        (["canvas"], "name the gradebook that you exported from Canvas with --fill FILE"),
        (["json"], "more than one text: name where it goes with --out"),
    ],
)
def test_what_cannot_be_done_is_said(results, formats, said):
    with pytest.raises(BadInput, match=said):
        report_as(results, formats, None)


def test_an_unknown_reader_is_refused(results):
    with pytest.raises(BadInput, match="--for parents: choose learner or instructor"):
        report_as(results, ["csv"], None, audience="parents")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text[: len(text) // 2], "not complete JSON"),
        (lambda text: text.replace('"schema_version": 1', '"schema_version": 0'), "schema version 0"),
        (lambda text: text.replace('"points": 4', '"points": NaN'), r"checks\[0\]\.points is 'nan', not a number"),
        (lambda text: text.replace('"points": 4', '"points": 1e999'), r"checks\[0\]\.points is 'inf', not a number"),
        (lambda text: text.replace('"points": 4', '"points": 1e300'), "not between 0 and 1000000000"),
        (lambda text: text.replace('"points": 4', f'"points": {"9" * 5000}'), "not complete JSON"),
        (lambda text: text.replace('"points": 4', '"points": "4"'), r"checks\[0\]\.points is '4', not a number"),
        (
            lambda text: text.replace('"title": "keeps', '"title": 4, "no": "keeps'),
            r"checks\[0\]\.title is 4, not a text",
        ),
        (lambda text: text.replace('"flags": []', '"flags": ' + "[" * 100_000), "too deep|not complete JSON"),
    ],
)
def test_results_that_are_broken_are_named_and_nothing_is_written(results, tmp_path, change, said):
    file = results / "results" / "ana.json"
    text = file.read_text(encoding="utf-8").replace('"flags": [\n  "hidden-case-secret flag"\n ]', '"flags": []')
    assert change(text) != text
    file.write_text(change(text), encoding="utf-8")
    with pytest.raises(BadInput, match=said) as caught:
        report_as(results, ["csv,junit,json,feedback"], tmp_path / "out")
    assert str(file) in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_ten_thousand_checks_and_nasty_names_are_no_trouble(tmp_path, nasty):
    checks = tuple(replace(nasty.checks[1], id=f"u/e::t{i}", exercise=f"u/e{i // 20}") for i in range(10_000))
    write_text(tmp_path / "many.json", to_json(replace(nasty, checks=checks)))
    text = ["json,terminal,markdown,junit,gradescope,github,github-classroom,prairielearn,csv"]
    report_as(tmp_path / "many.json", text, tmp_path / "out")
    assert len(everything(tmp_path / "out")) == 10
    assert (tmp_path / "out" / "prairielearn.json").stat().st_size <= 1_000_000
    assert (tmp_path / "out" / "github" / "summary.md").stat().st_size <= 1_000_000


def test_a_file_in_the_way_is_named_and_the_others_are_not_half_written(results, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match=r"junit\.xml: cannot be written"):
        report_as(results, ["junit"], tmp_path / "file" / "junit.xml")


def test_a_disk_that_fills_up_leaves_none_of_several_files(results, tmp_path, monkeypatch):
    write = writing._write

    def full(path, data):
        if "junit" in path.name:
            raise OSError(28, "No space left on device")
        write(path, data)

    monkeypatch.setattr(writing, "_write", full)
    with pytest.raises(BadInput, match=r"junit\.xml: cannot be written \(No space left on device\)"):
        report_as(results, ["csv,feedback,junit"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_full_disk_is_said(results):
    with pytest.raises(BadInput, match="cannot be written"):
        report_as(results, ["csv"], Path("/dev/full/grades.csv"))


def test_help_and_documentation_name_every_format(torchgrade):
    helped = " ".join(torchgrade("report", "--help").stdout.split())
    told = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    for name, entry in FORMATS.items():
        assert f"{name}," in helped or f"{name} (" in helped
        assert f"\n| `{name}` |" in told
        assert entry.audience in told.partition(f"\n| `{name}` |")[2].splitlines()[0]


def test_a_format_may_have_blanks_around_it(tmp_path):
    assert [(entry.name, path) for entry, path in targets_of([" csv , junit"], tmp_path)] == [
        ("csv", tmp_path / "grades.csv"),
        ("junit", tmp_path / "junit.xml"),
    ]


def test_texts_are_in_the_language_asked_for(torchgrade, results):
    done = torchgrade("report", results / "results" / "kai.json", "--format", "markdown", "--lang", "zh")
    assert done.returncode == 0, done.stderr
    assert "27.5" in done.stdout
    assert any("\u4e00" <= letter <= "\u9fff" for letter in done.stdout)
