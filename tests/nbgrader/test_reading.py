from __future__ import annotations

import json
import os
import tracemalloc

import pytest

from torchgrade.nbgrader import reading
from torchgrade.nbgrader.reading import Unreadable, read_notebook


def write(folder, *cells, name="relu.ipynb", **more):
    path = folder / name
    data = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def code(source, outputs=(), **nbgrader):
    metadata = {"nbgrader": nbgrader} if nbgrader else {}
    return {"cell_type": "code", "metadata": metadata, "outputs": list(outputs), "source": source}


def test_cells_are_read_with_nbgrader_s_name_for_them(tmp_path):
    path = write(tmp_path, code("x = 1", grade_id="answer", solution=True), code(["y = 2\n", "z = 3"]))
    first, second = read_notebook(path).cells
    assert (first.source, first.grade_id, first.solution) == ("x = 1", "answer", True)
    assert (second.source, second.grade_id, second.solution) == ("y = 2\nz = 3", "", False)


def test_a_notebook_says_which_exercise_it_is_for(tmp_path):
    path = write(tmp_path, metadata={"torchgrade": {"exercise": "03_activations/relu"}})
    assert read_notebook(path).exercise == "03_activations/relu"


def test_outputs_are_left_out_whatever_is_in_them(tmp_path):
    nasty = {"text": ['a "quoted" \\" ] } [', "\\", '"outputs": ['], "data": {"x": [[], [{"y": "]"}]]}}
    path = write(tmp_path, code("x = 1", [nasty, nasty]), code("s = '\"outputs\": ['", [nasty]))
    assert [cell.source for cell in read_notebook(path).cells] == ["x = 1", "s = '\"outputs\": ['"]


def test_outputs_of_100_mb_cost_no_memory(tmp_path):
    path = write(tmp_path, code("x = 1", [{"text": ["TEXT"]}]))
    path.write_text(path.read_text().replace("TEXT", "line of it\\n" * (100 * 2**20 // 12)))
    tracemalloc.start()
    try:
        (cell,) = read_notebook(path).cells
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert cell.source == "x = 1"
    assert most < 10 * 2**20


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"nbformat": 4, "cells": {}}',
        '{"nbformat": 4}',
        '{"cells": [{"outputs": [',
        "[" * 100_000,
    ],
    ids=["empty", "cut short", "a list", "null", "cells no list", "no cells", "outputs cut short", "deep"],
)
def test_what_is_no_notebook_is_refused_by_name(tmp_path, text):
    path = tmp_path / "relu.ipynb"
    path.write_text(text)
    with pytest.raises(Unreadable, match=r"relu\.ipynb"):
        read_notebook(path)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "relu.ipynb"
    path.write_bytes(b'{"nbformat": 4, "cells": [], "x": "\xff"}')
    with pytest.raises(Unreadable, match="no complete notebook"):
        read_notebook(path)


@pytest.mark.parametrize("version", [3, 5, "4"])
def test_another_format_is_refused_with_what_to_do(tmp_path, version):
    with pytest.raises(Unreadable, match=r"relu\.ipynb is of notebook format .* save it, and hand it in again"):
        read_notebook(write(tmp_path, nbformat=version))


def test_cells_of_strange_types_are_read_as_far_as_they_go(tmp_path):
    strange = {"cell_type": 5, "metadata": "none", "source": 7}
    path = write(tmp_path, "text", 3, strange, {"metadata": {"nbgrader": []}}, code(["a", 1, None]))
    assert [(cell.kind, cell.source) for cell in read_notebook(path).cells] == [("raw", ""), ("raw", ""), ("code", "a")]


def test_text_that_cannot_be_written_is_spelled_out(tmp_path):
    (cell,) = read_notebook(write(tmp_path, code("s = '\ud800'"))).cells
    assert cell.source == "s = '\\ud800'"


def test_a_notebook_that_is_large_without_its_outputs_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 2000)
    with pytest.raises(Unreadable, match="Clear its outputs"):
        read_notebook(write(tmp_path, code("x" * 3000)))


def test_a_link_is_refused(tmp_path):
    secret = write(tmp_path, name="secret.ipynb")
    path = tmp_path / "relu.ipynb"
    try:
        os.symlink(secret, path)
    except OSError:
        pytest.skip("links cannot be made here")
    with pytest.raises(Unreadable, match="a link"):
        read_notebook(path)


def test_a_notebook_that_is_not_there_is_told_from_a_broken_one(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_notebook(tmp_path / "relu.ipynb")
