from __future__ import annotations

import io
from pathlib import Path

import pytest

from torchgrade.watch.judge import Judge
from torchgrade.watch.settings import Settings


def test_settings_reach_another_process_whole():
    settings = Settings(Path("/course/graders"), 7, ("cpu", "cuda"), 2.5)
    assert Settings.from_json(settings.to_json()) == settings
    assert (settings.limits.call_s, settings.limits.import_s) == (2.5, 2.5)
    assert settings.exercises == Path("/course/exercises")


@pytest.mark.parametrize(("devices", "share"), [(("cpu",), None), (("cpu", "cuda"), 0.8)])
def test_on_a_gpu_contestants_have_a_share_of_it_and_are_started_for_it(monkeypatch, devices, share):
    settings = Settings(Path("/course/graders"), 7, devices)
    assert settings.limits.gpu_memory == share
    asked: list[object] = []
    monkeypatch.setattr("torchgrade.watch.judge.best_launcher", lambda **options: asked.append(options["devices"]))
    Judge(settings, io.StringIO())._warm()
    assert asked == [devices]
