from __future__ import annotations

import json
from dataclasses import replace

import pytest

from torchgrade.results import Check, Evidence, Report, Sample, Series, Surface, plain
from torchgrade.results_io import to_json
from torchgrade.results_schema import schema
from torchgrade.schema_check import problem

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
SAMPLE = Sample((2, 2), "[0]", [[0.5, 1]], [["nan", 1]], [["inf", 0.0]])
SURFACE = Surface((0.0, 1.0, 0.0, 1.0), [[1.0, "inf"]])
EVIDENCE = Evidence(
    3,
    1,
    "x",
    "nan",
    0.5,
    (0, 1),
    1e-5,
    SAMPLE,
    ("cuda",),
    (Series("a", "path", [[0, 1]], [[1, 1]], 2, (0, 1), SURFACE),),
)
REPORT = Report(
    "s", (Check("u/e", "u/e::t", "title", 1, 2.5, "failed", said=("a {b}", {"b": "c"}), evidence=EVIDENCE, line=3),)
)


def test_results_as_they_are_written_hold_it():
    for report in (REPORT, Report("s")):
        jsonschema.validate(json.loads(to_json(report)), schema(), jsonschema.Draft202012Validator)
        assert problem(report) == ""


def broken(**changes):
    return replace(REPORT, checks=(replace(REPORT.checks[0], **changes),))


WRONG = [
    (broken(points="1"), "checks[0].points is '1', not a number"),
    (broken(points=float("nan")), "checks[0].points is 'nan', not a number"),
    (broken(points=float("inf")), "checks[0].points is 'inf', not a number"),
    (broken(points=True), "checks[0].points is True, not a number"),
    (broken(max_points=1e300), "checks[0].max_points is 1e+300, not between 0 and 1000000000"),
    (broken(points=-1), "checks[0].points is -1, not between 0 and 1000000000"),
    (broken(points=10**4000), "checks[0].points is 1000000000000000000000000000000000000..."),
    (broken(verdict="won"), "checks[0].verdict is 'won', not one of passed, failed"),
    (broken(title=None), "checks[0].title is None, not a text"),
    (broken(line="3"), "checks[0].line is '3', not a whole number"),
    (broken(evidence=replace(EVIDENCE, at=("a",))), "checks[0].evidence.at[0] is 'a', not a whole number"),
    (
        broken(evidence=replace(EVIDENCE, sample=replace(SAMPLE, error=[[None]]))),
        "checks[0].evidence.sample.error[0][0]",
    ),
    (replace(REPORT, flags=(1,)), "flags[0] is 1, not a text"),
    (replace(REPORT, attempt=1.5), "attempt is 1.5, not a whole number"),
    (replace(REPORT, schema_version=2), "schema_version is 2, not one of 1"),
    (replace(REPORT, fingerprints={"a": 1}), "fingerprints.a is 1, not a text"),
]


@pytest.mark.parametrize(("report", "said"), WRONG, ids=[said[:40] for _report, said in WRONG])
def test_what_breaks_the_schema_is_named(report, said):
    assert said in problem(report)


@pytest.mark.parametrize("report", [report for report, _said in WRONG], ids=[said[:40] for _report, said in WRONG])
def test_jsonschema_agrees(report):
    assert not jsonschema.Draft202012Validator(schema()).is_valid(plain(report))


def test_results_that_hold_it_are_not_walked_through_a_second_time(monkeypatch):
    def slow(*arguments):
        raise AssertionError("the slow way is for the sentence alone")

    monkeypatch.setattr("torchgrade.schema_check._problems", slow)
    assert problem(REPORT) == ""
    with pytest.raises(AssertionError):
        problem(WRONG[0][0])
