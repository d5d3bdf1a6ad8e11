"""Questions and observations as plain structures that the wire can carry, and back, each field checked."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

import torch

from torchgrade.isolation.observe import Failure, Observation, Question
from torchgrade.isolation.wire import Opaque, ProtocolError, decode, encode


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
        ProtocolError: a field is missing, unknown or of the wrong type.
    """
    try:
        failure = data["failure"]
        seen = Observation(
            value=data["value"],
            failure=None if failure is None else failure_from_plain(failure),
            devices=_tuple_of(str, data["devices"]),
            needs_grad=_tuple_of(bool, data["needs_grad"]),
            gradients=_tuple_of((torch.Tensor, type(None), Opaque), data["gradients"]),
            mutated=_tuple_of(int, data["mutated"]),
            aliased=_tuple_of(int, data["aliased"]),
            changed=_tuple_of(str, data["changed"]),
            hits=tuple((str(p), str(o), str(f), int(n)) for p, o, f, n in data["hits"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError(f"an observation with a wrong field ({type(error).__name__})") from None
    if data.get("lost"):
        raise ProtocolError("an observation that says it was lost")
    return seen


def through_the_wire(seen: Observation) -> Observation:
    """What the judge would see of an observation made in this process: the same verdicts in both modes."""
    arrived = observation_from_plain(decode(*encode(observation_to_plain(seen))))
    arrived.exception = seen.exception
    return arrived


def failure_from_plain(data: dict[str, Any]) -> Failure:
    """Rebuild the description of an exception."""
    return Failure(
        types=_tuple_of(str, data["types"]),
        message=str(data["message"]),
        where=str(data["where"]),
        own_raise=bool(data["own_raise"]),
        frames=tuple((str(f), int(n), str(name), str(text)) for f, n, name, text in data["frames"]),
    )


def _tuple_of(kind: Any, items: Any) -> tuple[Any, ...]:
    if not isinstance(items, (tuple, list)) or not all(isinstance(item, kind) for item in items):
        raise TypeError("a list of the wrong things")
    return tuple(items)
