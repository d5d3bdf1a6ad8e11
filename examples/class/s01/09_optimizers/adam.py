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

    Allowed: anything but torch.optim.

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
        self.params = list(params)
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.t = [0] * len(self.params)
        self.m = [torch.zeros_like(p) for p in self.params]
        self.v = [torch.zeros_like(p) for p in self.params]

    def step(self) -> None:
        """Change every parameter in place, from its .grad; skip those whose .grad is None."""
        with torch.no_grad():
            for i, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                self.t[i] += 1
                self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
                self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
                m_hat = self.m[i] / (1 - self.beta1 ** self.t[i])
                v_hat = self.v[i] / (1 - self.beta2 ** self.t[i])
                p -= self.lr * m_hat / (torch.sqrt(v_hat) + self.eps)

    def zero_grad(self) -> None:
        """Forget the gradients: set every .grad to None (or fill it with zeros)."""
        for p in self.params:
            p.grad = None
