"""`verify`, as a check body uses it: it records what is asked and returns None, whatever the subject does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from torchgrade.calls import Call
from torchgrade.draw import Draw
from torchgrade.errors import CatalogueError
from torchgrade.isolation.structures import map_tensors


def _kept(structure: Any) -> Any:
    """A copy, so that nothing the check body does later changes what was asked."""
    return map_tensors(
        structure, lambda tensor: tensor.detach().to(device="cpu", copy=True, memory_format=torch.preserve_format)
    )


class Verify:
    """Records the calls of one case.

    Called directly it asks for the reference's values at the case's dtype (float32 unless drawn otherwise).
    """

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self.calls: list[Call] = []

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        """The subject gives the reference's values."""
        self._record("values", args, kwargs)

    def gradients(self, *args: Any, wrt: tuple[int | str, ...] | None = None, **kwargs: Any) -> None:
        """The subject gives the reference's values, and its gradients under a random cotangent.

        Args:
            args: what the subject is called with.
            wrt: positions or keywords of the arguments to differentiate; None means all floating tensors.
            kwargs: what the subject is called with.
        """
        self._record("gradients", args, kwargs, wrt=wrt)

    def subgradients(self, *args: Any, wrt: tuple[int | str, ...] | None = None, **kwargs: Any) -> None:
        """As `gradients`, for inputs that lie on a kink: anything between the slopes on both sides is right."""
        self._record("gradients", args, kwargs, wrt=wrt, kinks=True)

    def contract(self, *args: Any, **kwargs: Any) -> None:
        """The subject keeps the dtype (float64 too) and the device (meta too), its inputs, and its own memory."""
        self._record("contract", args, kwargs)

    def raises(self, *types: type[BaseException]) -> Callable[..., None]:
        """`verify.raises(ValueError)(...)`: the subject refuses these arguments with one of the types."""
        if not types:
            raise CatalogueError("verify.raises() needs the exception types that are right.")
        return lambda *args, **kwargs: self._record("raises", args, kwargs, raises=types)

    def within(self, *, atol: float, reason: str) -> Callable[..., None]:
        """`verify.within(atol=1e-3, reason="...")(...)`: as `verify`, with an author's own tolerance."""
        if not reason:
            raise CatalogueError("verify.within(...) needs the reason for its tolerance.")
        return lambda *args, **kwargs: self._record("values", args, kwargs, atol=atol, reason=reason)

    def agrees(self, labels: torch.Tensor, *, at_least: float) -> Callable[..., None]:
        """`verify.agrees(labels, at_least=0.88)(...)`: that share of what the subject returns equals `labels`.

        The labels stay with the judge: the subject is judged by a band and never sees what it is held against.
        """
        return lambda *args, **kwargs: self._record("agrees", args, kwargs, labels=labels, at_least=at_least)

    def speed(self, *, within: float, against: Any) -> Callable[..., None]:
        """`verify.speed(within=3, against=torch.softmax)(...)`: right, in at most 3 times the time of torch's own.

        Both run in turns, many times, each time with other inputs, on the judge's clock. Only in a check that is
        declared with `speed=True`, which counts where speed was asked for. `against` takes the reference's place
        in the probe.
        """
        if not within > 0:
            raise CatalogueError(f"verify.speed(within={within!r}, ...) needs a number of times, more than 0.")
        return lambda *args, **kwargs: self._record("speed", args, kwargs, within=within, against=against)

    def _record(self, kind: Any, args: tuple[Any, ...], kwargs: dict[str, Any], **options: Any) -> None:
        self.calls.append(Call(kind, _kept(args), _kept(kwargs), seed=self._draw.seed(), **options))
