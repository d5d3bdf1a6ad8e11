from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.errors import BadInput
from torchgrade.results import Check, Environment, Evidence, Report, Sample, Timing
from torchgrade.results_io import from_json, read, to_json, write_text

SAMPLE = Sample((2, 2), "[:, :]", [[1.0, "nan"]], [["inf", "-inf"]], [[0.5, 0.0]])
EVIDENCE = Evidence(3, 1, "case 5", "inf", 0.25, (1, 0), 1e-5, SAMPLE, ("cuda",))
NOTES = (["{file} asks for it", {"file": ["line {n}", {"n": "3"}]}],)
CHECK = Check(
    "u/relu", "u/relu::test_x", "keeps ✓", 0, 4, "failed", message="a\nb", evidence=EVIDENCE, line=3, notes=NOTES
)
REPORT = Report(
    "s01 解", (CHECK,), flags=("f",), environment=Environment(isolation=("own process: held",)), timing=Timing("t", 1.5)
)


def test_a_report_comes_back_as_it_was():
    assert from_json(to_json(REPORT)) == REPORT


@given(st.floats(), st.text(st.characters(exclude_categories=("Cs",))))
def test_results_are_strict_json_whatever_is_in_them(number, text):
    report = Report(
        text, (Check("u/e", "id", text, 0, number if number > 0 else 1, "failed", stdout=text, duration_s=number),)
    )
    json.loads(to_json(report), parse_constant=pytest.fail)


def test_unknown_fields_of_the_same_version_are_passed_over():
    data = json.loads(to_json(REPORT))
    data["news"] = data["checks"][0]["news"] = data["environment"]["news"] = 1
    assert from_json(json.dumps(data)) == REPORT


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "deep" / "results.json"
    write_text(path, to_json(REPORT))
    assert read(path) == REPORT

    def fails(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("torchgrade.results_io.os.replace", fails)
    with pytest.raises(OSError, match="No space left"):
        write_text(path, "half")
    assert read(path) == REPORT
    assert list(path.parent.iterdir()) == [path]


def test_a_note_that_is_no_sentence_is_refused():
    data = json.loads(to_json(REPORT))
    data["checks"][0]["notes"] = ["just text"]
    with pytest.raises(BadInput, match="of the wrong type"):
        from_json(json.dumps(data))
