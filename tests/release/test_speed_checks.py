"""A check about speed needs torch's own beside it, which no release names: it is left out."""

from __future__ import annotations

from pathlib import Path

from torchgrade.assignment.command import begin
from torchgrade.release.command import release
from torchgrade.results_io import write_text

ROOT = Path(__file__).parents[2]


def test_a_release_has_no_check_of_speed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    begin("ps1", ["conv2d_unfold"], ROOT / "graders")
    file = tmp_path / "ps1.toml"
    write_text(file, file.read_text(encoding="utf-8").replace("speed = false", "speed = true"))
    release(file, tmp_path / "out", graders=ROOT / "graders")
    text = (tmp_path / "out" / "graders" / "05_convolution" / "test_conv2d_unfold.py").read_text(encoding="utf-8")
    assert "def test_values(" in text
    assert "speed" not in text
