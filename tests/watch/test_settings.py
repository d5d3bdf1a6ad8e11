from __future__ import annotations

from pathlib import Path

from torchgrade.watch.settings import Settings


def test_settings_reach_another_process_whole():
    settings = Settings(Path("/course/graders"), 7, ("cpu", "cuda"), 2.5)
    assert Settings.from_json(settings.to_json()) == settings
    assert (settings.limits.call_s, settings.limits.import_s) == (2.5, 2.5)
    assert settings.exercises == Path("/course/exercises")
