"""The layers of this host, as a contestant reports them."""

from __future__ import annotations

import pytest

from torchgrade.doctor.layers import layers, with_remedy
from torchgrade.isolation.layers import NAMES


def test_every_layer_is_asked_for_its_state():
    found = layers()
    assert tuple(layer.name for layer in found) == NAMES
    assert all(layer.remedy for layer in found if layer.status != "held")


def test_a_held_layer_needs_no_remedy():
    assert with_remedy(["landlock", "held", "ABI 7; whole"]).remedy == ""


def test_the_remedy_of_the_layer_itself_comes_first():
    layer = with_remedy(["uid", "weaker", "root, as uid 64000 cannot read /root; install Python elsewhere"])
    assert (layer.detail, layer.remedy) == ("root, as uid 64000 cannot read /root", "install Python elsewhere")


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_that_names_no_remedy_gets_one(name):
    assert with_remedy([name, "absent", "not there"]).remedy
