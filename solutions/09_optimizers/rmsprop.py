"""RMSprop: divide each step by the size that gradients had of late, so that all entries move at one pace.

For each parameter p with gradient g, where v, m and b start at 0:

    g = g + weight_decay * p
    v = alpha * v + (1 - alpha) * g * g                 average of the squares
    m = alpha * m + (1 - alpha) * g                     average of the gradients, if centered
    d = g / (sqrt(v) + eps)                             if centered: g / (sqrt(v - m * m) + eps)
    b = momentum * b + d                                without momentum b is d
    p = p - lr * b

Adagrad adds up the squares and gets slower and slower; an average forgets what is long past.
"""

from collections.abc import Iterable

import torch


class RMSprop:
    """The RMSprop optimizer on a group of parameters, as torch.optim.RMSprop does it.

    Example:
        >>> weight = torch.tensor([1.0, -2.0], requires_grad=True)
        >>> optimizer = RMSprop([weight], lr=0.5, alpha=0.75)
        >>> weight.grad = torch.tensor([1000.0, -0.001])
        >>> optimizer.step()
        >>> weight
        tensor([ 0.0000, -1.0000], requires_grad=True)

    Allowed: anything but torch.optim and the fused steps behind it (torch._fused_...).

    Check it with `pytest --exercise rmsprop`, get a hint with `torchgrade hint rmsprop`.
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
    ) -> None:
        """Remember the parameters (any shapes; params may be a generator) and the options."""
        ### BEGIN SOLUTION
        self.params = list(params)
        self.lr, self.alpha, self.eps = lr, alpha, eps
        self.weight_decay, self.momentum, self.centered = weight_decay, momentum, centered
        self.squares = [torch.zeros_like(p) for p in self.params]
        self.means = [torch.zeros_like(p) for p in self.params]
        self.speeds = [torch.zeros_like(p) for p in self.params]
        ### END SOLUTION

    def step(self) -> None:
        """Change every parameter in place, from its .grad; skip those whose .grad is None."""
        ### BEGIN SOLUTION
        with torch.no_grad():
            for index, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.squares[index] = spread = self.alpha * self.squares[index] + (1 - self.alpha) * g * g
                if self.centered:
                    self.means[index] = self.alpha * self.means[index] + (1 - self.alpha) * g
                    spread = spread - self.means[index] ** 2
                direction = g / (spread.sqrt() + self.eps)
                self.speeds[index] = self.momentum * self.speeds[index] + direction
                p -= self.lr * self.speeds[index]
        ### END SOLUTION

    def zero_grad(self) -> None:
        """Forget the gradients: set every .grad to None (or fill it with zeros, if there is one)."""
        ### BEGIN SOLUTION
        for p in self.params:
            p.grad = None
        ### END SOLUTION
