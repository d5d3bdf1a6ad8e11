"""What the wire carries, and what it puts in the place of the rest."""

from __future__ import annotations

import collections
import math
import warnings
from typing import Any, NamedTuple

import numpy
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from torchgrade.isolation.wire import DTYPES, Opaque, decode, encode
from torchgrade.isolation.wire_format import MAX_BODY, MAX_KEYS, MAX_META, MAX_NODES


def there_and_back(value: Any, strides: bool = False) -> Any:
    return decode(*encode(value, keep_strides=strides), strides=strides)


def same(one: Any, two: Any) -> bool:
    """Equal in type and content all the way down, NaN to NaN and bit for bit in tensors."""
    if type(one) is not type(two):
        return False
    if isinstance(one, torch.Tensor):
        return one.dtype == two.dtype and one.shape == two.shape and bits(one) == bits(two)
    if isinstance(one, (list, tuple)):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict):
        return list(map(repr, one)) == list(map(repr, two)) and all(map(same, one.values(), two.values()))
    return repr(one) == repr(two)


def bits(tensor: torch.Tensor) -> bytes:
    flat = torch.empty(tensor.numel(), dtype=tensor.dtype).copy_(tensor.reshape(-1))
    return bytes(flat.view(torch.uint8).tolist())


@st.composite
def tensors(draw: st.DrawFn) -> torch.Tensor:
    dtype = draw(st.sampled_from(list(DTYPES.values())))
    shape = draw(st.lists(st.integers(0, 4), max_size=4))
    raw = draw(st.binary(min_size=dtype.itemsize * math.prod(shape), max_size=dtype.itemsize * math.prod(shape)))
    if not raw:
        return torch.empty(shape, dtype=dtype)
    if dtype is torch.bool:
        raw = bytes(byte & 1 for byte in raw)
    return torch.frombuffer(bytearray(raw), dtype=dtype).reshape(shape)


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | TEXT
LEAVES = SCALARS | tensors() | st.sampled_from(list(DTYPES.values()))
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(TEXT | st.integers() | st.tuples(st.booleans()), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_a_bool_of_bare_memory_arrives_as_true_wherever_its_byte_is_not_0():
    bare = torch.tensor([0, 1, 2, 255], dtype=torch.uint8).view(torch.bool)
    assert bits(there_and_back(bare)) == b"\0\1\1\1"


@given(VALUES)
def test_values_arrive_as_they_were(value):
    assert same(there_and_back(value), value)


@given(tensors(), st.randoms(use_true_random=False))
def test_strides_arrive_where_they_are_asked_for(tensor, random):
    turned = tensor.permute(random.sample(range(tensor.dim()), tensor.dim()))[..., ::2] if tensor.dim() else tensor
    arrived = there_and_back(turned, strides=True)
    assert same(arrived, turned)
    if turned.numel():
        assert arrived.is_contiguous() == turned.is_contiguous()
    if turned.numel() and not turned.is_contiguous():
        assert arrived.stride() == turned.stride()


def test_a_stride_that_shares_memory_is_not_rebuilt():
    arrived = there_and_back(torch.ones(1).expand(3, 4), strides=True)
    assert arrived.is_contiguous()
    assert same(arrived, torch.ones(3, 4))


@pytest.mark.parametrize("number", [2**53 - 1, 2**53, -(2**53), 2**64, -(2**4095)])
def test_integers_of_any_usual_size_arrive(number):
    assert there_and_back(number) == number


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan, -0.0, 5e-324, 1.7976931348623157e308])
def test_unusual_floats_arrive(number):
    assert repr(there_and_back([number, complex(number, 1)])) == repr([number, complex(number, 1)])


def test_a_parameter_arrives_as_a_tensor_without_its_graph():
    arrived = there_and_back(torch.nn.Parameter(torch.ones(2)))
    assert type(arrived) is torch.Tensor
    assert not arrived.requires_grad


@pytest.mark.parametrize(
    "lazy",
    [torch.tensor([1 + 2j]).conj(), torch.tensor([1 + 2j]).conj().imag, torch.arange(6.0).reshape(2, 3).T],
    ids=["conjugate", "negative", "transposed"],
)
def test_lazy_views_arrive_with_their_values(lazy):
    assert there_and_back(lazy).tolist() == lazy.tolist()


def test_a_meta_tensor_arrives_without_bytes():
    arrived = there_and_back(torch.empty(2**20, 2**20, device="meta", dtype=torch.bfloat16))
    assert (arrived.device.type, arrived.shape, arrived.dtype) == ("meta", (2**20, 2**20), torch.bfloat16)


def test_tuples_with_names_arrive_as_tuples():
    class Pair(NamedTuple):
        first: int
        second: torch.Tensor

    assert same(there_and_back(Pair(1, torch.ones(2))), (1, torch.ones(2)))
    values, indices = there_and_back(torch.tensor([3.0, 1.0]).sort())
    assert (values.tolist(), indices.tolist()) == ([1.0, 3.0], [1, 0])


class Subclass(torch.Tensor):
    pass


class Everything:
    """Lies about itself wherever Python asks."""

    __class__ = tuple  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __iter__(self) -> Any:
        raise AssertionError("nobody may iterate over this")

    def __reduce__(self) -> Any:
        raise AssertionError("nobody may pickle this")


class EqualsEveryType(type):
    def __eq__(cls, other: object) -> bool:
        return True

    def __hash__(cls) -> int:
        return hash(int)


class Chameleon(metaclass=EqualsEveryType):
    pass


class Nameless:
    class _Raises:
        def __format__(self, spec: str) -> str:
            raise ValueError("no name")

    __module__ = _Raises()  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (torch.ones(2).as_subclass(Subclass), "Subclass"),
        (torch.ones(2).to_sparse(), "layout torch.sparse_coo"),
        (torch.ones(2).to(torch.float8_e4m3fn), "dtype torch.float8_e4m3fn"),
        (numpy.float64(1.0), "numpy.float64"),
        (numpy.ones(2), "numpy.ndarray"),
        (Everything(), "Everything"),
        (Chameleon(), "Chameleon"),
        (Nameless(), "an object"),
        (collections.OrderedDict(a=1), "OrderedDict"),
        ({1, 2}, "set"),
        (b"bytes", "bytes"),
        (print, "builtin_function_or_method"),
        (torch.nn.ReLU(), "ReLU"),
        (2**5000, "a huge int"),
        (torch.ones(1).expand(2**40), "too large to compare"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_everything_else_is_only_named(value, name):
    arrived = there_and_back([value])[0]
    assert type(arrived) is Opaque
    assert name in arrived.type_name


def test_a_quantized_tensor_is_only_named():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch means to drop quantized tensors
        quantized = torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)
    assert type(there_and_back(quantized)) is Opaque


def test_one_element_cut_out_of_many_arrives():
    assert there_and_back(torch.arange(6.0)[3::5]).tolist() == [3.0]


def test_a_tensor_that_outlived_its_transform_is_only_named():
    kept = []
    torch.func.vmap(lambda x: kept.append(x) or x)(torch.ones(3))
    arrived = there_and_back([kept[0], torch.zeros(1)])
    assert type(arrived[0]) is Opaque or arrived[0].shape == ()
    assert same(arrived[1], torch.zeros(1))


def test_a_tuple_that_iterates_without_end_is_read_as_the_tuple_it_is():
    class Endless(tuple):
        def __iter__(self) -> Any:
            while True:
                yield 1

    assert there_and_back(Endless((1, 2))) == (1, 2)


def test_a_list_inside_itself_ends():
    value: list[Any] = []
    value.append(value)
    arrived = there_and_back(value)
    while isinstance(arrived, list):
        (arrived,) = arrived
    assert type(arrived) is Opaque


def doubled() -> list[Any]:
    value: list[Any] = []
    for _ in range(30):
        value = [value, value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        doubled(),
        [1.5] * (2 * MAX_NODES),
        {number: number for number in range(MAX_KEYS + 1)},
        "x" * MAX_META,
        ["\ud800" * 10**6] * 9,
        [2**4000] * 10**5,
        [[Chameleon()] * 400] * 400,
        [torch.ones(())] * 10**5,
    ],
    ids=["a tree", "floats", "keys", "text", "texts", "integers", "objects", "tensors"],
)
def test_a_field_that_is_too_much_is_given_up_and_the_others_stay(value):
    meta, body = encode({"before": torch.ones(2), "value": [torch.zeros(1), value], "hits": ("kept", 2.5)})
    assert len(meta) <= MAX_META
    arrived = decode(meta, body)
    assert same(arrived["before"], torch.ones(2))
    assert arrived["hits"] == ("kept", 2.5)
    assert arrived["value"] == Opaque("a structure too deep or too large to compare")


def test_tensors_that_are_together_too_large_are_named():
    quarter = torch.empty(MAX_BODY // 4, dtype=torch.uint8)
    _, body = encode([quarter] * 6)
    assert len(body) == MAX_BODY


def test_half_a_character_is_replaced_because_no_report_could_hold_it():
    assert there_and_back(["ok \ud800", {"\udfff": 1}]) == ["ok ?", {"?": 1}]
