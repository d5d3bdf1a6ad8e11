"""Adagrad: a number that has already seen large gradients takes smaller steps from now on.

For each parameter p with gradient g, at this parameter's own step t = 1, 2, 3, ...:

    g = g + weight_decay * p
    total = total + g * g                               total starts as initial_accumulator_value
    rate = lr / (1 + (t - 1) * lr_decay)                with lr_decay = 0 it stays lr
    p = p - rate * g / (sqrt(total) + eps)

Every entry of p has an entry of total to itself, so a feature that is rarely seen keeps its long steps.
"""

from collections.abc import Iterable

import torch


class Adagrad:
    """The Adagrad optimizer on a group of parameters, as torch.optim.Adagrad does it.

    Example:
        >>> weight = torch.tensor([1.0, -2.0], requires_grad=True)
        >>> optimizer = Adagrad([weight], lr=0.5)
        >>> weight.grad = torch.tensor([100.0, 0.0])
        >>> optimizer.step()
        >>> weight
        tensor([ 0.5000, -2.0000], requires_grad=True)

    Allowed: anything but torch.optim and the fused steps behind it (torch._fused_...).

    Check it with `pytest --exercise adagrad`, get a hint with `torchgrade hint adagrad`.
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor],
        lr: float = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
    ) -> None:
        """Remember the parameters (any shapes; params may be a generator) and the options."""
        ### BEGIN SOLUTION
        self.params = list(params)
        self.lr, self.lr_decay, self.weight_decay, self.eps = lr, lr_decay, weight_decay, eps
        self.steps = [0 for _ in self.params]
        self.totals = [torch.full_like(p, initial_accumulator_value) for p in self.params]
        ### END SOLUTION

    def step(self) -> None:
        """Change every parameter in place, from its .grad; skip those whose .grad is None."""
        ### BEGIN SOLUTION
        with torch.no_grad():
            for index, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                rate = self.lr / (1 + self.steps[index] * self.lr_decay)
                self.steps[index] += 1
                self.totals[index] = self.totals[index] + g * g
                p -= rate * g / (self.totals[index].sqrt() + self.eps)
        ### END SOLUTION

    def zero_grad(self) -> None:
        """Forget the gradients: set every .grad to None (or fill it with zeros, if there is one)."""
        ### BEGIN SOLUTION
        for p in self.params:
            p.grad = None
        ### END SOLUTION
