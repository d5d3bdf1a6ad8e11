from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from torchgrade.results import Report
from torchgrade.results_schema import schema

FILE = Path(__file__).parents[1] / "docs" / "results.schema.json"


def test_the_published_schema_is_made_from_the_model():
    published = json.loads(FILE.read_text(encoding="utf-8"))
    assert published == schema(), "run python tools/write_schema.py"


def test_it_is_a_json_schema():
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    jsonschema.Draft202012Validator.check_schema(schema())


def test_every_field_of_a_report_is_in_it():
    assert set(schema()["properties"]) == {item.name for item in fields(Report)} | {"score", "max_score"}
