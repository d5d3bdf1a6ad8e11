from __future__ import annotations

from torchgrade.nbgrader.mending import grade_id, mended
from torchgrade.nbgrader.reading import Cell


def ours(name, source, solution=False):
    kind = "markdown" if name == "statement" else "code"
    meta = {"nbgrader": {"grade_id": name, "solution": solution, "grade": name.startswith("test")}}
    return {"cell_type": kind, "id": name, "metadata": meta, "source": [source]}


GIVEN = [
    ours("statement", "# relu"),
    ours("answer", "def relu", True),
    ours("test_values", "a"),
    ours("test_large", "b"),
]
HANDED_IN = [
    Cell("markdown", "# relu", "statement"),
    Cell("code", "mine", "answer", True),
    Cell("code", "a", "test_values"),
    Cell("code", "b", "test_large"),
]


def summary(cells):
    return [(grade_id(cell), cell["source"]) for cell in cells]


def test_an_untouched_notebook_stays_as_it_is():
    expected = [("statement", "# relu"), ("answer", "mine"), ("test_values", "a"), ("test_large", "b")]
    assert summary(mended(HANDED_IN, GIVEN, "mine")) == expected


def test_tests_that_were_changed_get_their_text_back():
    changed = [*HANDED_IN[:2], Cell("code", "10.0", "test_values"), HANDED_IN[3]]
    assert summary(mended(changed, GIVEN, "mine"))[2] == ("test_values", "a")


def test_cells_that_are_gone_come_back_in_their_places():
    left = [Cell("code", "helper"), HANDED_IN[1], Cell("code", "more")]
    assert summary(mended(left, GIVEN, "mine")) == [
        ("statement", "# relu"),
        ("", "helper"),
        ("answer", "mine"),
        ("test_values", "a"),
        ("test_large", "b"),
        ("", "more"),
    ]


def test_every_cell_of_ours_is_there_once_however_often_it_was_copied():
    cells = summary(mended([*HANDED_IN, *HANDED_IN], GIVEN, None))
    assert [name for name, _ in cells if name] == ["statement", "answer", "test_values", "test_large"]
    assert cells[-1] == ("", "mine")  # the second answer stays to be seen, as a cell of the author's own


def test_an_answer_that_was_found_elsewhere_stands_in_the_answer_cell():
    renamed = [HANDED_IN[0], Cell("code", "mine", "other", True), *HANDED_IN[2:]]
    assert ("answer", "mine") in summary(mended(renamed, GIVEN, "mine"))


def test_of_nothing_the_whole_notebook_is_made_with_an_empty_answer():
    expected = [("statement", "# relu"), ("answer", ""), ("test_values", "a"), ("test_large", "b")]
    assert summary(mended([], GIVEN, None)) == expected


def test_no_outputs_and_no_metadata_of_the_author_s_are_left():
    cells = mended([Cell("code", "x", "forged", True), *HANDED_IN], GIVEN, "mine")
    assert cells[0] == {"cell_type": "code", "metadata": {}, "source": "x", "execution_count": None, "outputs": []}
