from __future__ import annotations

from pathlib import Path

import pytest

from torchgrade import session
from torchgrade.session import Session


@pytest.mark.parametrize(("devices", "share"), [(("cpu",), None), (("cpu", "cuda"), 0.8)])
def test_an_isolated_run_starts_contestants_for_its_devices(monkeypatch, devices, share):
    asked: list[object] = []
    monkeypatch.setattr(session, "best_launcher", lambda **options: asked.append(options["devices"]))
    monkeypatch.setattr(Session, "_read", lambda self: None)
    monkeypatch.setattr(Session, "entries", [])
    held = Session(Path("/course/graders"), 1, isolate=True, devices=devices)
    room = held.examiner.room
    assert room is not None
    assert (asked, room.limits.gpu_memory) == ([devices], share)
