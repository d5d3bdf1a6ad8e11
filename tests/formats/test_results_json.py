from __future__ import annotations

import json

import pytest

from torchgrade.formats.results_json import results_json
from torchgrade.report.views import learner_view
from torchgrade.results_io import from_json
from torchgrade.results_schema import schema

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")


def test_golden(report, held):
    held("results.json", results_json(report))
    held("results-learner.json", results_json(learner_view(report)))


def test_it_holds_the_published_schema_and_is_read_back_as_it_was(class_of):
    for report in class_of:
        text = results_json(report)
        jsonschema.validate(json.loads(text), schema(), jsonschema.Draft202012Validator)
        assert from_json(text) == report


def test_the_learner_s_has_neither_seed_nor_flags_nor_hidden_checks(report):
    text = results_json(learner_view(report))
    assert "secret" not in text
    assert "424242" not in text


def test_a_lone_surrogate_can_be_written(report):
    from dataclasses import replace

    text = results_json(replace(report, submission="a\ud800b"))
    assert json.loads(text.encode("utf-8"))["submission"] == "a\ud800b"
