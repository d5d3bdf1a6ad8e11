"""AdamW: Adam, with a weight decay that Adam's division cannot touch.

For each parameter p with gradient g, at this parameter's own step t = 1, 2, 3, ...:

    p = p - lr * weight_decay * p                       first shrink the parameter itself
    m = beta1 * m + (1 - beta1) * g                     then a step of Adam, from g alone
    v = beta2 * v + (1 - beta2) * g * g
    p = p - lr * m_hat / (sqrt(v_hat) + eps)

with m_hat = m / (1 - beta1^t) and v_hat = v / (1 - beta2^t). Adam adds weight_decay * p to g instead, and
then divides it by sqrt(v_hat): a number with large gradients hardly decays there. Here all decay alike.
"""

from collections.abc import Iterable

import torch


class AdamW:
    """The AdamW optimizer on a group of parameters, as torch.optim.AdamW does it.

    Example:
        >>> weight = torch.tensor([1.0, -2.0], requires_grad=True)
        >>> optimizer = AdamW([weight], lr=0.5, weight_decay=0.5)
        >>> weight.grad = torch.tensor([1000.0, 0.0])
        >>> optimizer.step()
        >>> weight
        tensor([ 0.2500, -1.5000], requires_grad=True)

    Allowed: anything but torch.optim and the fused steps behind it (torch._fused_...).

    Check it with `pytest --exercise adamw`, get a hint with `torchgrade hint adamw`.
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
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
                p *= 1 - self.lr * self.weight_decay
                self.steps[index] += 1
                self.means[index] = beta1 * self.means[index] + (1 - beta1) * p.grad
                self.squares[index] = beta2 * self.squares[index] + (1 - beta2) * p.grad**2
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
