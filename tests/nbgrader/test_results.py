"""What nbgrader is given of a report: outputs of cells, comments, feedback."""

from __future__ import annotations

from types import SimpleNamespace

from torchgrade.formats.gradebook_entries import cells_of
from torchgrade.nbgrader.autograde import outputs
from torchgrade.nbgrader.feedback import hide_tests
from torchgrade.nbgrader.gradebook import text_of
from torchgrade.results import Check, Report


def check(name, points, verdict="failed", **more):
    earned = points if verdict == "passed" else 0
    return Check("u/relu", f"u/relu::{name}", f"does {name}", earned, points, verdict, **more)


REPORT = Report(
    "alice",
    (
        check("test_a", 4, "passed"),
        check("test_b", 3, misconception="the <b>sign</b> alone", message="wrong"),
        check("test_c", 1, misconception="the <b>sign</b> alone", message="wrong too"),
        check("test_secret", 2, visibility="hidden", message="secret 41 was expected"),
        check("test_quiet", 1, "passed", visibility="hidden"),
    ),
)


def text(cell):
    return "".join(str(output.get("text", "")) + str(output.get("data", "")) for output in cell)


def number(cell):
    (last,) = [output for output in cell if output["output_type"] == "execute_result"]
    return float(last["data"]["text/plain"])


def test_hidden_checks_share_a_cell_and_the_others_have_one_each():
    found = {
        name: [one.id.rpartition("::")[2] for one in checks]
        for name, checks in cells_of(REPORT.checks, together=True).items()
    }
    expected = {name: [name] for name in ("test_a", "test_b", "test_c")} | {"hidden": ["test_secret", "test_quiet"]}
    assert found == expected


def test_each_cell_shows_the_points_that_nbgrader_reads():
    made = outputs(REPORT)
    assert {name: number(made[name]) for name in cells_of(REPORT.checks, together=True)} == {
        "test_a": 4,
        "test_b": 0,
        "test_c": 0,
        "hidden": 1,
    }


def test_only_the_hidden_cell_tells_of_hidden_checks():
    made = outputs(REPORT)
    assert "41" in text(made["hidden"])
    assert not any("41" in text(cell) or "secret" in text(cell) for name, cell in made.items() if name != "hidden")


def test_what_was_said_about_finding_the_answer_stands_above_the_results():
    (first, _) = outputs(REPORT, ["two cells are the answer"])["grade"]
    assert first["text"] == "two cells are the answer\n"


def test_nothing_in_the_page_is_a_tag_of_the_author_s():
    assert "<b>sign" not in text(outputs(REPORT)["grade"])


def test_a_comment_gives_each_reason_once_and_nothing_hidden():
    lines = text_of(REPORT).split("  \n")
    assert lines == [
        "5 of 11 points.",
        "2 checks: Looks like the \\<b>sign\\</b> alone.",
        "2 hidden checks: not right yet",
    ]


def cell(source, *outputs):
    return SimpleNamespace(cell_type="code", source=source, outputs=list(outputs))


def test_feedback_has_no_hidden_test_and_no_output_of_one():
    hidden = cell("# more\n### BEGIN HIDDEN TESTS\nassert f(3) == 41\n### END HIDDEN TESTS", "a traceback with 41")
    shown = cell("assert f(1) == 2", "fine")
    notebook, _ = hide_tests(SimpleNamespace(cells=[hidden, shown]), {})
    assert [(one.source, one.outputs) for one in notebook.cells] == [("# more", []), ("assert f(1) == 2", ["fine"])]


def test_a_hidden_region_that_is_not_closed_is_hidden_to_the_end():
    notebook, _ = hide_tests(SimpleNamespace(cells=[cell("a\n### BEGIN HIDDEN TESTS\nsecret")]), {})
    assert notebook.cells[0].source == "a"
