"""What a learner reads of a mistake that only a GPU shows, through the real command."""

from __future__ import annotations

import json

import pytest

SOFTMAX = """import torch
def softmax(x, dim):
    e = (x - x.amax(dim, keepdim=True)).exp()
    {line}
"""
MISTAKES = {
    "return (e / e.sum(dim, keepdim=True)).cpu()": "the result is on cpu, but the input was on cuda",
    "return e / (e.sum(dim, keepdim=True) + torch.zeros(x.shape))": "mixes devices",
}
NOTES = {
    "return (e.cpu() / e.cpu().sum(dim, keepdim=True)).to(x.device)": "brings a tensor from the GPU to the CPU",
    "return e.to('cuda' if e.is_cuda else 'cpu') / e.sum(dim, keepdim=True)": "",
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_with_devices_is_named_on_every_check(graded, line):
    report = graded(SOFTMAX.format(line=line), "cpu,cuda")
    assert report["score"] < report["max_score"]
    assert all(MISTAKES[line] in check["message"] for check in report["checks"] if check["verdict"] != "passed")


@pytest.mark.parametrize("line", NOTES)
def test_what_is_only_slow_costs_nothing(graded, line):
    report = graded(SOFTMAX.format(line=line), "cpu,cuda")
    assert report["score"] == report["max_score"] > 0
    assert NOTES[line] in json.dumps([check["notes"] for check in report["checks"]])
