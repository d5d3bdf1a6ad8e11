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


def graded(on_gpu, tmp_path, line: str) -> dict:
    (tmp_path / "hand_ins" / "one").mkdir(parents=True)
    (tmp_path / "hand_ins" / "one" / "softmax.py").write_text(SOFTMAX.format(line=line), encoding="utf-8")
    run = on_gpu(
        *("torchgrade", "grade", str(tmp_path / "hand_ins"), "--out", str(tmp_path / "out")),
        *("--device", "cpu,cuda", "--exercises", "softmax"),
    )
    assert run.returncode == 0, run.stderr
    return json.loads((tmp_path / "out" / "results" / "one.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_with_devices_is_named_on_every_check(on_gpu, tmp_path, line):
    report = graded(on_gpu, tmp_path, line)
    assert report["score"] < report["max_score"]
    assert all(MISTAKES[line] in check["message"] for check in report["checks"] if check["verdict"] != "passed")


@pytest.mark.parametrize("line", NOTES)
def test_what_is_only_slow_costs_nothing(on_gpu, tmp_path, line):
    report = graded(on_gpu, tmp_path, line)
    assert report["score"] == report["max_score"] > 0
    assert NOTES[line] in json.dumps([check["notes"] for check in report["checks"]])
