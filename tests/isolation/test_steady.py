"""What a call changes for the whole process is put back, and said."""

from __future__ import annotations

import random
import warnings

import pytest
import torch

from torchgrade.isolation.steady import steady

CHANGES = {
    "the default dtype": lambda: torch.set_default_dtype(torch.float64),
    "the default device": lambda: torch.set_default_device("meta"),
    "whether gradients are recorded": lambda: torch.set_grad_enabled(False),
    "the number of threads": lambda: torch.set_num_threads(torch.get_num_threads() + 1),
    "deterministic algorithms": lambda: torch.use_deterministic_algorithms(True),
}


def settings() -> tuple[object, ...]:
    return (
        torch.get_default_dtype(),
        torch.get_default_device(),
        torch.is_grad_enabled(),
        torch.get_num_threads(),
        torch.are_deterministic_algorithms_enabled(),
    )


@pytest.mark.parametrize(("word", "change"), CHANGES.items(), ids=CHANGES)
def test_a_change_is_reported_and_put_back(word, change):
    before = settings()
    with steady(0) as changed:
        change()
    assert changed == [word]
    assert settings() == before


@pytest.mark.parametrize(("word", "change"), CHANGES.items(), ids=CHANGES)
def test_a_change_is_put_back_when_the_call_fails(word, change):
    before = settings()
    changed: list[str] = []

    def call() -> None:
        nonlocal changed
        with steady(0) as changed:
            change()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        call()
    assert changed == [word]
    assert settings() == before


def test_an_honest_call_changes_nothing():
    with steady(0) as changed, torch.no_grad():
        torch.zeros(1)
    assert changed == []


def test_every_call_begins_alike_whatever_the_session_has_set():
    torch.set_default_dtype(torch.float64)
    try:
        with steady(0), torch.no_grad():
            assert torch.ones(1).dtype is torch.float32
        assert torch.get_default_dtype() is torch.float64
    finally:
        torch.set_default_dtype(torch.float32)


def test_random_numbers_depend_on_the_seed_alone_and_the_sessions_own_go_on():
    torch.manual_seed(5)
    random.seed(5)
    expected = torch.rand(2).tolist(), random.random()
    torch.manual_seed(5)
    random.seed(5)
    seen = []
    for seed in (1, 1, 2):
        with steady(seed):
            seen.append((torch.rand(2).tolist(), random.random()))
            torch.manual_seed(99)
    assert seen[0] == seen[1] != seen[2]
    assert (torch.rand(2).tolist(), random.random()) == expected


def test_warnings_of_a_changed_default_device_do_not_leak():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with steady(0):
            torch.set_default_device("cpu")
