from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

import torchgrade
from torchgrade.draw import Draw
from torchgrade.errors import CatalogueError
from torchgrade.frozen import samples

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


def test_no_public_name_is_hidden_by_a_module_of_that_name():
    package = Path(torchgrade.__file__).parent
    assert [name for name in torchgrade.__all__ if (package / f"{name}.py").exists()] == []
    assert torchgrade.samples is samples


GRADERS = Path(__file__).resolve().parents[1] / "graders"
FILES = sorted(GRADERS.glob("*/*.samples.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_names_its_source_and_is_asked_by_its_grader_the_smallest_first(path):
    grader = path.with_name(f"test_{path.name.removesuffix('.samples.json')}.py")
    assert "samples(__file__)" in grader.read_text(encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["source"].startswith("torch 2.")
    found = samples(str(grader))
    sizes = [
        sum(item.numel() for item in (*args, *options.values()) if isinstance(item, torch.Tensor))
        for args, options in (sample.drawn(Draw("")) for sample in found)
    ]
    assert found
    assert sizes == sorted(sizes)
    assert len({str(sample) for sample in found}) == len(found)
