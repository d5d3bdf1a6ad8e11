from __future__ import annotations

import threading

import pytest

from torchgrade import locked as module
from torchgrade.locked import locked


def test_a_lock_is_held_by_one_at_a_time_and_let_go_at_the_end(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    refused = pytest.raises(TimeoutError, match="held by another process")
    with locked(tmp_path / "lock"), refused, locked(tmp_path / "lock"):
        pass
    with locked(tmp_path / "lock"):
        pass


def test_an_error_inside_lets_go_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    with pytest.raises(KeyError), locked(tmp_path / "lock"):
        raise KeyError
    with locked(tmp_path / "lock"):
        pass


def test_the_next_one_waits_for_its_turn(tmp_path):
    order, held = [], threading.Event()

    def first() -> None:
        with locked(tmp_path / "lock"):
            held.set()
            waiting.wait()
            order.append("first")

    waiting = threading.Event()
    thread = threading.Thread(target=first)
    thread.start()
    held.wait()
    waiting.set()
    with locked(tmp_path / "lock"):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]
