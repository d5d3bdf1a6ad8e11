from __future__ import annotations

from torchgrade.watch.answers import answers


def put(root, path, text):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def test_the_exercise_s_own_file_travels_alone_under_its_unit(tmp_path):
    put(tmp_path, "01_a/one.py", "import torch, math\nfrom collections import abc\n")
    put(tmp_path, "01_a/two.py", "x = 1\n")
    assert set(answers(tmp_path, "01_a/one").files) == {"01_a/one.py"}


def test_files_that_it_may_import_come_along(tmp_path):
    put(tmp_path, "01_a/two.py", "x = 1\n")
    for text in (
        "import two\n",
        "import math, two as t\n",
        "from .two import x\n",
        "def f():\n    from two import x\n",
    ):
        put(tmp_path, "01_a/one.py", text)
        assert set(answers(tmp_path, "01_a/one").files) == {"01_a/one.py", "01_a/two.py"}


def test_without_its_file_all_are_looked_at_and_without_any_there_is_nothing(tmp_path):
    assert answers(tmp_path, "01_a/one").files == {}
    put(tmp_path, "01_a/two.py", "x = 1\n")
    assert set(answers(tmp_path, "01_a/one").files) == {"01_a/two.py"}
    assert answers(tmp_path / "nowhere", "01_a/one").files == {}


def test_a_file_that_is_no_text_is_told_by_its_name(tmp_path):
    put(tmp_path, "01_a/one.py", "x = 1\0\n")
    found = answers(tmp_path, "01_a/one")
    assert found.files == {}
    assert list(found.problems) == ["01_a/one.py"]
