"""Garbage is looked for less often and what was there is passed over, but what is dropped meanwhile still goes."""

from __future__ import annotations

import gc
import weakref

import pytest

from torchgrade.garbage import looked_for_rarely, passed_over


class Circle:
    """Something that only a look for garbage can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_before():
    yield
    gc.unfreeze()


def test_looks_are_rarer_within_the_block_only():
    before = gc.get_threshold()
    with looked_for_rarely():
        assert gc.get_threshold() > before
    assert gc.get_threshold() == before


def test_nothing_is_looked_through_at_the_end_even_of_what_went_wrong():
    with pytest.raises(KeyError), looked_for_rarely():
        raise KeyError
    assert gc.get_freeze_count() > 0


def test_what_was_there_is_passed_over_within_the_block_only():
    here = Circle()
    with passed_over():
        assert here not in gc.get_objects()
    assert here in gc.get_objects()


def test_garbage_of_the_block_goes():
    with passed_over():
        seen = weakref.ref(Circle())
        gc.collect()
        assert seen() is None
