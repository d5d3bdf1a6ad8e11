"""What a contestant is told before anything else: how strictly it is confined, and what it has of a GPU."""

from __future__ import annotations

import pytest

from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation


def test_without_a_gpu_memory_is_limited_and_no_share_is_told():
    limits = Limits().on(("cpu",), gpu_memory=0.5)
    message = Isolation().message(limits)
    assert (message["gpu_memory"], message["policy"]["memory_bytes"]) == (None, limits.memory_bytes)


@pytest.mark.parametrize(("asked", "beside", "share"), [(None, 1, 0.8), (None, 4, 0.2), (0.3, 4, 0.3)])
def test_on_a_gpu_a_share_of_it_is_told_and_address_space_is_not_limited(asked, beside, share):
    message = Isolation().message(Limits().on(("cpu", "cuda"), asked, beside))
    assert message["gpu_memory"] == pytest.approx(share)
    assert message["policy"]["memory_bytes"] is None
    assert message["policy"]["open_files"] > 64


@pytest.mark.parametrize(("mode", "wanted"), [("process", []), ("standard", None), ("strict", None)])
def test_only_process_asks_for_no_layer(mode, wanted):
    assert Isolation(mode).message(Limits())["wanted"] == wanted
