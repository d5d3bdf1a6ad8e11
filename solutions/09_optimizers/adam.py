"""Adam: gradient descent in which every single number has its own step size.

For each parameter p with gradient g, at this parameter's own step t = 1, 2, 3, ...:

    g = g + weight_decay * p
    m = beta1 * m + (1 - beta1) * g                     average of the gradients, from 0
    v = beta2 * v + (1 - beta2) * g * g                 average of their squares, from 0
    p = p - lr * m_hat / (sqrt(v_hat) + eps)

with m_hat = m / (1 - beta1^t) and v_hat = v / (1 - beta2^t): early averages are still too close to 0.
"""

from collections.abc import Iterable

import torch


class Adam:
    """The Adam optimizer on a group of parameters, as torch.optim.Adam does it.

    Example:
        >>> weight = torch.tensor([1.0, -2.0], requires_grad=True)
        >>> optimizer = Adam([weight], lr=0.5)
        >>> weight.grad = torch.tensor([1000.0, -0.001])
        >>> optimizer.step()
        >>> weight
        tensor([ 0.5000, -1.5000], requires_grad=True)

    Allowed: anything but torch.optim and the fused steps behind it (torch._fused_...).

    Check it with `pytest --exercise adam`, get a hint with `torchgrade hint adam`.
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
    ) -> None:
        """Remember the parameters (any shapes; params may be a generator) and the options."""
        ### BEGIN SOLUTION
        self.params = list(params)
        self.lr, self.betas, self.eps, self.weight_decay = lr, betas, eps, weight_decay
        self.steps = [0 for _ in self.params]
        self.means = [torch.zeros_like(p) for p in self.params]
        self.squares = [torch.zeros_like(p) for p in self.params]
        ### END SOLUTION

    def step(self) -> None:
        """Change every parameter in place, from its .grad; skip those whose .grad is None."""
        ### BEGIN SOLUTION
        beta1, beta2 = self.betas
        with torch.no_grad():
            for index, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.steps[index] += 1
                self.means[index] = beta1 * self.means[index] + (1 - beta1) * g
                self.squares[index] = beta2 * self.squares[index] + (1 - beta2) * g * g
                mean = self.means[index] / (1 - beta1 ** self.steps[index])
                square = self.squares[index] / (1 - beta2 ** self.steps[index])
                p -= self.lr * mean / (square.sqrt() + self.eps)
        ### END SOLUTION

    def zero_grad(self) -> None:
        """Forget the gradients: set every .grad to None (or fill it with zeros, if there is one)."""
        ### BEGIN SOLUTION
        for p in self.params:
            p.grad = None
        ### END SOLUTION
