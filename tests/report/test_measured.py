from __future__ import annotations

import pytest
import torch

from torchgrade.language.said import parts
from torchgrade.messages import gradient_of, wrong_values
from torchgrade.report.measured import measured
from torchgrade.results import Check, Evidence, Sample

SAMPLE = Sample((2,), "[:]", [[1.0, 1.0]], [[1.0, 1.5]], [[0.0, 0.5]])
EVIDENCE = Evidence(1, 1, tolerance=0.0012345, sample=SAMPLE)


def sentence(where: str, right: torch.Tensor, yours: torch.Tensor, allowed: float) -> str:
    """What a learner reads, from the function that writes it."""
    return wrong_values(where, right != yours, right, yours, torch.full_like(right, allowed))


def check_of(said: str, evidence: Evidence = EVIDENCE) -> Check:
    """A check as grading makes it of a message."""
    return Check("u/e", "u/e::t", "", 0, 1, "failed", message=str(said), said=tuple(parts(said)), evidence=evidence)


@pytest.mark.parametrize("where", ["result", "result['parameters'][0]", gradient_of("x")])
def test_the_sentence_of_numbers_comes_apart_as_it_is_written(where: str) -> None:
    said = sentence(where, torch.tensor([1.0, 2.0]), torch.tensor([1.0, -0.5]), 0.001)
    found = measured(check_of(said))
    assert found
    assert found.headline == f"{where}: 1 of 2 entries differ"
    assert dict(found.columns) == {
        "largest error": "at [1]",
        "expected": "2",
        "yours": "-0.5",
        "off by": "2.5",
        "allowed": "0.00123",
        "times the allowed": "2,500",
    }


def test_large_numbers_are_written_as_everywhere_on_the_page() -> None:
    found = measured(check_of(sentence("result", torch.tensor([0.0, 0.0]), torch.tensor([0.0, 1e30]), 0.001)))
    assert found
    assert (dict(found.columns)["yours"], dict(found.columns)["off by"]) == ("1e30", "1e30")


def test_a_scalar_has_no_place_and_an_exact_comparison_no_factor() -> None:
    found = measured(check_of(sentence("result", torch.tensor(1.0), torch.tensor(3.0), 0.0)))
    assert found
    assert found.headline == "result: the value differs"
    assert [term for term, _ in found.columns] == ["expected", "yours", "off by", "allowed"]


@pytest.mark.parametrize("said", ["result is None. Did you forget `return`?", "result: expected 2, got 42.", ""])
def test_any_other_sentence_stays_whole(said: str) -> None:
    assert measured(check_of(said)) is None


def test_without_a_sample_the_sentence_stays_whole() -> None:
    said = sentence("result", torch.tensor([1.0, 2.0]), torch.tensor([1.0, 0.0]), 0.001)
    assert measured(check_of(said, Evidence(1, 1))) is None
