"""Parameter groups: one optimizer, but a learning rate of its own for each part of a network.

A group is a dict: its parameters under "params", and its options, such as "lr". What a group does not say,
it takes from the optimizer's own arguments. For each parameter p of a group, with gradient g:

    v = momentum * v + g                                v starts as g, and without momentum it is g
    p = p - lr * v                                      with the lr that the group has at this moment

The groups lie in `param_groups`, where everyone may change them between two steps: this is all that a
learning-rate schedule does. So read lr and momentum from the group at every step, and keep no copy.
"""

from collections.abc import Iterable
from typing import Any

import torch


class ParamGroups:
    """SGD with momentum on several groups of parameters, as torch.optim.SGD does it.

    Attributes:
        param_groups: a list of dicts, each with "params" (a list of tensors), "lr" and "momentum".

    Example:
        >>> body, head = torch.zeros(2, requires_grad=True), torch.zeros(1, requires_grad=True)
        >>> optimizer = ParamGroups([{"params": [body]}, {"params": [head], "lr": 10.0}], lr=1.0)
        >>> (body.sum() + head.sum()).backward()
        >>> optimizer.step()
        >>> optimizer.param_groups[0]["lr"] = 0.5
        >>> optimizer.step()
        >>> body, head
        (tensor([-1.5000, -1.5000], requires_grad=True), tensor([-20.], requires_grad=True))

    Allowed: anything but torch.optim and the fused steps behind it (torch._fused_...).

    Check it with `pytest --exercise param_groups`, get a hint with `torchgrade hint param_groups`.
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor] | Iterable[dict[str, Any]],
        lr: float = 1e-3,
        momentum: float = 0,
    ) -> None:
        """Make the groups: one for each dict, or one for all if params holds tensors.

        Raises:
            ValueError: params is empty.
        """
        ### BEGIN SOLUTION
        entries: list[Any] = list(params)
        if not entries:
            raise ValueError("the optimizer got no parameters")
        self.defaults = {"lr": lr, "momentum": momentum}
        self.param_groups: list[dict[str, Any]] = []
        self.speeds: dict[torch.Tensor, torch.Tensor] = {}
        for group in entries if isinstance(entries[0], dict) else [{"params": entries}]:
            self.add_param_group(group)
        ### END SOLUTION

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """Append a group; its "params" may be a generator, and its other options may be missing.

        Raises:
            ValueError: one of its parameters already is in a group.
        """
        ### BEGIN SOLUTION
        group = {**self.defaults, **param_group, "params": list(param_group["params"])}
        known = {id(p) for other in self.param_groups for p in other["params"]}
        if any(id(p) in known for p in group["params"]):
            raise ValueError("a parameter is in more than one group")
        self.param_groups.append(group)
        ### END SOLUTION

    def step(self) -> None:
        """Change every parameter in place, from its .grad; skip those whose .grad is None."""
        ### BEGIN SOLUTION
        with torch.no_grad():
            for group in self.param_groups:
                for p in group["params"]:
                    if p.grad is None:
                        continue
                    speed = p.grad.clone()
                    if p in self.speeds:
                        speed += group["momentum"] * self.speeds[p]
                    self.speeds[p] = speed
                    p -= group["lr"] * speed
        ### END SOLUTION

    def zero_grad(self) -> None:
        """Forget the gradients of all groups: set every .grad to None (or fill it with zeros, if there is one)."""
        ### BEGIN SOLUTION
        for group in self.param_groups:
            for p in group["params"]:
                p.grad = None
        ### END SOLUTION
