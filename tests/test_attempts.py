from __future__ import annotations

import json
from hashlib import sha256

import pytest

from torchgrade.attempts import untouched

BUGGY = "def train(model):\n    return model\n"


@pytest.fixture
def course(tmp_path):
    (tmp_path / "exercises/u").mkdir(parents=True)
    for name in ("a", "b"):
        (tmp_path / f"exercises/u/{name}.py").write_text(BUGGY)
    made = {f"u/{name}.py": sha256(BUGGY.encode()).hexdigest() for name in ("a", "b", "gone")}
    (tmp_path / "exercises/.generated.json").write_text(json.dumps(made))
    return tmp_path


def test_a_stub_as_it_was_generated_is_untouched_and_a_file_that_is_not_there_is_none(course):
    (course / "exercises/u/b.py").write_text(BUGGY + "# tried\n")
    assert untouched(course, ["u/a", "u/b", "u/gone"]) == {"u/a"}


def test_without_the_table_of_stubs_every_file_counts_as_the_learner_s(course):
    (course / "exercises/.generated.json").write_text("{half a table")
    assert untouched(course, ["u/a", "u/b"]) == frozenset()
