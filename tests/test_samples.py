from __future__ import annotations

import json

import pytest
import torch

from torchgrade.draw import Draw
from torchgrade.errors import CatalogueError
from torchgrade.samples import samples

LABELS = {"shape": [2], "dtype": "int64", "values": [2, 0]}
SCORES = {"shape": [2, 3], "dtype": "float32", "low": 1.0, "high": 2.0}


@pytest.fixture
def grader(tmp_path):
    found = [{"args": [SCORES, LABELS, [1, 2], None], "kwargs": {"reduction": "sum", "weight": SCORES}}]
    (tmp_path / "nll_loss.samples.json").write_text(json.dumps({"source": "torch", "samples": found}))
    return str(tmp_path / "test_nll_loss.py")


def test_floating_tensors_are_drawn_in_their_range_and_all_else_is_as_frozen(grader):
    (sample,) = samples(grader)
    (scores, labels, pair, nothing), options = sample.drawn(Draw("a seed"))
    assert scores.shape == (2, 3)
    assert bool(((scores >= 1) & (scores < 2)).all())
    assert torch.equal(labels, torch.tensor([2, 0]))
    assert (pair, nothing, options["reduction"]) == ((1, 2), None, "sum")
    assert not torch.equal(scores, options["weight"])
    assert not torch.equal(scores, sample.drawn(Draw("another seed"))[0][0])


def test_a_sample_reads_as_its_shapes_and_options(grader):
    assert str(samples(grader)[0]) == "(2, 3) (2,) (1, 2) None reduction=sum weight=(2, 3)"


@pytest.mark.parametrize("text", [None, "{}", "no json", '{"samples": [{"args": 3, "kwargs": {}}]}'])
def test_a_missing_or_broken_file_says_how_to_write_it(tmp_path, text):
    if text is not None:
        (tmp_path / "relu.samples.json").write_text(text)
    with pytest.raises(CatalogueError, match=r"relu\.samples\.json: no frozen samples .*freeze_samples\.py"):
        samples(str(tmp_path / "test_relu.py"))
