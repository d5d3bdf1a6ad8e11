"""Questions and observations as plain structures that the wire can carry, and back, each field checked."""

from __future__ import annotations

from dataclasses import asdict, fields
from itertools import zip_longest
from typing import Any

import torch

from torchgrade.isolation.answer import Loaded
from torchgrade.isolation.failures import MESSAGE_LIMIT, Failure
from torchgrade.isolation.observe import MOST_OUTPUTS, Observation, Question
from torchgrade.isolation.structures import tensors_in
from torchgrade.isolation.wire import Opaque, ProtocolError, decode, encode

_OBSERVED = frozenset(item.name for item in fields(Observation)) - {"exception"}
_FAILED = frozenset(item.name for item in fields(Failure))
_LOADED = frozenset(item.name for item in fields(Loaded))


def question_to_plain(question: Question) -> dict[str, Any]:
    """A question as a dict of wire values."""
    return {item.name: getattr(question, item.name) for item in fields(question)}


def question_from_plain(data: dict[str, Any]) -> Question:
    """What `question_to_plain` wrote."""
    return Question(**data)


def observation_to_plain(seen: Observation) -> dict[str, Any]:
    """An observation as a dict of wire values; a subclass of Tensor is named and not sent."""
    data = {item.name: getattr(seen, item.name) for item in fields(seen) if item.name not in ("exception", "failure")}
    data["failure"] = None if seen.failure is None else asdict(seen.failure)
    return data


def observation_from_plain(data: Any) -> Observation:
    """Rebuild an observation that a contestant sent.

    Raises:
        ProtocolError: a field is missing, unknown, of the wrong type, or at odds with another.
    """
    data = _fields_of(data, _OBSERVED)
    seen = Observation(
        value=data["value"],
        failure=None if data["failure"] is None else failure_from_plain(data["failure"]),
        devices=_tuple_of((str,), data["devices"]),
        needs_grad=_tuple_of((bool,), data["needs_grad"]),
        gradients=_tuple_of((torch.Tensor, type(None), Opaque), data["gradients"]),
        mutated=_indices(data["mutated"]),
        aliased=_indices(data["aliased"]),
        changed=_tuple_of((str,), data["changed"]),
        hits=tuple(_row((str, str, str, int), row) for row in _tuple_of((tuple, list), data["hits"])),
    )
    if data["lost"] != "" or data["lost_message"] != "":
        raise ProtocolError("an observation that says it was lost")
    if _hides_meta(seen):
        raise ProtocolError("an observation of tensors without values that says they have some")
    return seen


def _hides_meta(seen: Observation) -> bool:
    """Whether a tensor without values is said to lie elsewhere: the judge would fail when it looks at it."""
    tensors = tensors_in(seen.value)
    beyond = seen.devices[-1] if len(seen.devices) == MOST_OUTPUTS else ""
    said = zip_longest((tensor.is_meta for tensor in tensors), seen.devices[: len(tensors)], fillvalue=beyond)
    gradients = any(isinstance(one, torch.Tensor) and one.is_meta for one in seen.gradients)
    return any(meta and device != "meta" for meta, device in said) or (gradients and "meta" not in seen.devices)


def through_the_wire(seen: Observation) -> Observation:
    """What the judge would see of an observation made in this process: the same verdicts in both modes."""
    try:
        arrived = observation_from_plain(decode(*encode(observation_to_plain(seen))))
    except ProtocolError as error:
        arrived = Observation(lost="broken", lost_message=f"the process sent {error}")
    arrived.exception = seen.exception
    return arrived


def failure_from_plain(data: Any) -> Failure:
    """Rebuild the description of an exception."""
    data = _fields_of(data, _FAILED)
    return Failure(
        types=_tuple_of((str,), data["types"]),
        message=_one(str, data["message"])[:MESSAGE_LIMIT],
        where=_one(str, data["where"]),
        own_raise=_one(bool, data["own_raise"]),
        frames=tuple(_row((str, int, str, str), row) for row in _tuple_of((tuple, list), data["frames"])),
    )


def loaded_from_plain(data: Any) -> Loaded:
    """Rebuild how loading went."""
    data = _fields_of(data, _LOADED)
    failure = None if data["failure"] is None else failure_from_plain(data["failure"])
    return Loaded(failure, _tuple_of((str,), data["missing"]), _tuple_of((str,), data["not_callable"]))


# Types are compared for identity: what arrived is of plain types, and a tensor in the place of a number is an answer
# to nothing.


def _fields_of(data: Any, names: frozenset[str]) -> dict[str, Any]:
    if type(data) is not dict or data.keys() != names:
        raise ProtocolError("an answer with other fields than asked for")
    return data


def _one(kind: type, item: Any) -> Any:
    if type(item) is not kind:
        raise ProtocolError("an answer with a field of the wrong type")
    return item


def _tuple_of(kinds: tuple[type, ...], items: Any) -> tuple[Any, ...]:
    if type(items) not in (tuple, list) or not all(type(item) in kinds for item in items):
        raise ProtocolError("an answer with a field of the wrong type")
    return tuple(items)


def _row(kinds: tuple[type, ...], items: Any) -> Any:
    if len(items) != len(kinds):
        raise ProtocolError("an answer with a field of the wrong length")
    return tuple(map(_one, kinds, items))


def _indices(items: Any) -> tuple[int, ...]:
    found = _tuple_of((int,), items)
    if any(index < 0 for index in found):
        raise ProtocolError("an answer that counts below zero")
    return found
