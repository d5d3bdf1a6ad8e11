"""Nothing that a contestant sends may do more to the judge than be refused."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from torchgrade.isolation.wire import Opaque, ProtocolError, decode, encode
from torchgrade.isolation.wire_format import MAX_DEPTH, MAX_KEYS, MAX_META, MAX_NODES


def message(value: Any, tensors: Any = ()) -> bytes:
    return json.dumps({"value": value, "tensors": list(tensors) if type(tensors) is tuple else tensors}).encode()


def tensor(shape: Any = (2,), dtype: Any = "float32", device: Any = "cpu", **more: Any) -> dict[str, Any]:
    return {"dtype": dtype, "shape": list(shape) if type(shape) is tuple else shape, "device": device, **more}


def test_the_messages_below_are_wrong_in_one_thing_only():
    assert decode(message({"x": 0}, [tensor()]), bytes(8)).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("value", "tensors", "body"),
    [
        ({"x": 0}, [tensor()], bytes(7)),
        ({"x": 0}, [tensor()], bytes(9)),
        ({"x": 0}, [], b""),
        ({"x": 1}, [tensor()], bytes(8)),
        ({"x": -1}, [tensor()], bytes(8)),
        ({"x": True}, [tensor(), tensor()], bytes(16)),
        ([{"x": 0}, {"x": 0}], [tensor()], bytes(8)),
        ([{"x": 1}, {"x": 0}], [tensor(), tensor()], bytes(16)),
        (None, [tensor()], bytes(8)),
        ({"x": 0}, [tensor((-1, -2))], bytes(8)),
        ({"x": 0}, [tensor((2**60,))], bytes(8)),
        ({"x": 0}, [tensor((2**30,) * 3)], bytes(8)),
        ({"x": 0}, [tensor((2**31 - 1,) * 16)], bytes(8)),
        ({"x": 0}, [tensor((2**31 - 1,) * 16, device="meta")], b""),
        ({"x": 0}, [tensor((1,) * 17)], bytes(4)),
        ({"x": 0}, [tensor((True, 2))], bytes(8)),
        ({"x": 0}, [tensor(("2",))], bytes(8)),
        ({"x": 0}, [tensor("")], bytes(4)),
        ({"x": 0}, [tensor({})], bytes(4)),
        ({"x": 0}, [tensor(None)], bytes(4)),
        ({"x": 0}, [tensor(dtype="qint8")], bytes(8)),
        ({"x": 0}, [tensor(dtype=["float32"])], bytes(8)),
        ({"x": 0}, [tensor(dtype="bool")], b"\1\2"),
        ({"x": 0}, [tensor(dtype="bool")], b"\1\xff"),
        ({"x": 0}, [{"dtype": "float32", "shape": [2]}], bytes(8)),
        ({"x": 0}, [[]], b""),
        (None, {}, b""),
        (None, "", b""),
        (None, None, b""),
        (None, 3, b""),
    ],
)
def test_tensors_and_their_table_must_agree(value, tensors, body):
    with pytest.raises(ProtocolError):
        decode(message(value, tensors), body)


@pytest.mark.parametrize(
    "value",
    [
        {"f": "0x1p99999"},
        {"f": "1" * 10**6},
        {"f": 1},
        {"i": "f" * 10**6},
        {"i": "not hex"},
        {"i": 3},
        {"c": ["1"]},
        {"c": "12"},
        {"c": [1, 2]},
        {"t": "ab"},
        {"t": {"f": "1"}},
        {"d": ["ab"]},
        {"d": [[1, 2, 3]]},
        {"d": [[[], 1]]},
        {"d": [[{"d": []}, 1]]},
        {"d": {"a": 1}},
        {"dtype": []},
        {"?": 3},
        {"unknown": 1},
        {},
        {"f": "1", "i": "1"},
        1.5,
        10**30,
    ],
    ids=lambda value: str(value)[:30],
)
def test_values_outside_the_format_are_refused(value):
    with pytest.raises(ProtocolError):
        decode(message(value), b"")


@pytest.mark.parametrize(
    "meta",
    [
        b"",
        b"\x80\x04K\x01.",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"3",
        b'{"value": 1}',
        b'{"tensors": []}',
        b'{"value": 1, "tensors": [], "more": 1}',
        b'{"value": 1, "value": 2, "tensors": []}',
        b'{"value": {"f": "1", "f": "2"}, "tensors": []}',
        b'{"value": NaN, "tensors": []}',
        b'{"value": -Infinity, "tensors": []}',
        b'{"value": 1e5, "tensors": []}',
        b'{"value": ' + b"9" * 10**6 + b', "tensors": []}',
        b'{"value": 1, "tensors": []} {}',
        b'{"value": ' + b"[" * 10**6,
        b'{"value": ' + b"[" * 900 + b"]" * 900 + b', "tensors": []}',
        b'{"value": ' + b'{"t": [' * 500 + b"]}" * 500 + b', "tensors": []}',
    ],
    ids=lambda meta: meta[:40].decode("latin-1"),
)
def test_json_outside_the_format_is_refused(meta):
    with pytest.raises(ProtocolError):
        decode(meta, b"")


def nested(depth: int) -> Any:
    return [nested(depth - 1)] if depth else 1


def test_what_the_encoder_writes_at_its_limits_can_be_read():
    assert decode(*encode(nested(MAX_DEPTH))) == nested(MAX_DEPTH)
    assert decode(*encode([1] * (MAX_NODES - 1))) == [1] * (MAX_NODES - 1)


@pytest.mark.parametrize(
    "value",
    [
        b"[" + b"1," * (MAX_META // 2 - 40) + b"1]",
        b"[" + b"[]," * (MAX_META // 3 - 40) + b"[]]",
        b'[{"?":""}' + b',{"?":""}' * (MAX_META // 9 - 40) + b"]",
        b'{"d":[[1,1]' + b",[1,1]" * (MAX_META // 6 - 40) + b"]}",
    ],
    ids=["numbers", "lists", "objects", "pairs"],
)
def test_a_message_of_too_many_values_is_refused_without_much_memory(value):
    meta = b'{"tensors":[],"value":' + value + b"}"
    tracemalloc.start()
    try:
        with pytest.raises(ProtocolError):
            decode(meta, b"")
        assert tracemalloc.get_traced_memory()[1] < 20 * MAX_META
    finally:
        tracemalloc.stop()


def test_keys_that_all_collide_are_refused_before_they_cost_anything():
    prime = 2**61 - 1  # hash() of its multiples is 0
    pairs = [[{"i": hex(number * prime)}, 1] for number in range(1, MAX_KEYS + 2)]
    with pytest.raises(ProtocolError, match="keys"):
        decode(message({"d": pairs}), b"")


@pytest.mark.parametrize("stride", [[2**40], [0], [-1], "x", [1, 1], None], ids=str)
def test_a_contestants_strides_are_not_obeyed(stride):
    arrived = decode(message({"x": 0}, [tensor(stride=stride)]), bytes(8))
    assert (arrived.tolist(), arrived.stride()) == ([0.0, 0.0], (1,))


def test_a_contestant_obeys_its_judges_strides():
    turned = torch.arange(6.0).reshape(2, 3).T
    assert decode(*encode(turned, keep_strides=True), strides=True).stride() == turned.stride()
    assert decode(*encode(turned, keep_strides=True)).stride() == (2, 1)


def test_a_type_that_the_judge_does_not_know_stays_a_name():
    assert decode(message({"dtype": "torch.float4"}), b"") == Opaque("torch.float4")
    assert decode(message({"?": "x" * 10**5}), b"") == Opaque("x" * 200)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([2**60, -1, "nan", "0x1p-3"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["f", "i", "c", "t", "d", "x", "dtype", "?", "shape", "device"]), inner)
    ),
    max_leaves=20,
)
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "dtype": st.sampled_from(["float32", "bool", "complex128", "bfloat16"]) | JSON,
            "shape": st.lists(st.integers(-1, 3) | st.sampled_from([2**31 - 1, 2**31, 2**62]), max_size=5) | JSON,
            "device": st.sampled_from(["cpu", "meta"]) | JSON,
        },
        optional={"stride": st.lists(st.integers(-(2**40), 2**40))},
    ),
    max_size=3,
)


def accepts_or_refuses(meta: bytes, body: bytes) -> None:
    try:
        value = decode(meta, body)
    except ProtocolError:
        return
    encode(value)  # what was accepted is an ordinary value


@given(st.binary(), st.binary())
@example(b"\xef\xbb\xbf{}", b"")
def test_random_bytes_are_refused(meta, body):
    accepts_or_refuses(meta, body)


@settings(max_examples=100)
@given(JSON, ENTRIES | JSON, st.binary(max_size=64))
def test_random_structures_are_read_or_refused(value, tensors, body):
    accepts_or_refuses(message(value, tensors), body)


@given(st.data())
def test_a_true_message_with_one_byte_changed_is_read_or_refused(data):
    meta, body = encode({"a": [torch.ones(2, 2), 1.5, (2**70, "x")], "b": torch.tensor([True])})
    place = data.draw(st.integers(0, len(meta) - 1))
    accepts_or_refuses(meta[:place] + bytes([data.draw(st.integers(0, 255))]) + meta[place + 1 :], body)
