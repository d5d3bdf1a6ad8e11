from __future__ import annotations

import json

import pytest

from torchgrade.isolation.layers.policy import Policy


def test_a_policy_survives_json():
    policy = Policy(
        memory_bytes=None,
        readable=("/data", "/код"),
        devices=("/dev/gpu0",),
        writable="/tmp/x",
        uid=64000,
        file_bytes=1 << 20,
    )
    assert Policy.from_dict(json.loads(json.dumps(policy.to_dict()))) == policy


def test_an_unknown_limit_is_refused_rather_than_left_off():
    with pytest.raises(ValueError, match="no limit is called memory_megabytes"):
        Policy.from_dict({"memory_megabytes": 5})


def test_without_files_keeps_the_other_limits():
    policy = Policy(cpu_seconds=7, writable="/tmp/x", file_bytes=5).without_files()
    assert policy == Policy(cpu_seconds=7, writable=None, file_bytes=0)


def test_the_default_allows_no_file_and_no_network():
    assert (Policy().file_bytes, Policy().writable, Policy().network) == (0, None, False)
