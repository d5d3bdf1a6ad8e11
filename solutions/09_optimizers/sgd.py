"""SGD with momentum: a heavy ball rolls downhill and keeps some of its speed.

For each parameter p with gradient g:

    g = g + weight_decay * p                            pulls the parameters towards 0
    v = g                                               at this parameter's first step
    v = momentum * v + (1 - dampening) * g              at every later step
    d = g + momentum * v if nesterov, else v            without momentum there is no v, and d = g
    p = p - lr * d
"""

from collections.abc import Iterable

import torch


class SGD:
    """Stochastic gradient descent on a group of parameters, as torch.optim.SGD does it.

    Example:
        >>> weight = torch.tensor([1.0, -2.0], requires_grad=True)
        >>> optimizer = SGD([weight], lr=0.5)
        >>> weight.grad = torch.tensor([2.0, 2.0])
        >>> optimizer.step()
        >>> weight
        tensor([ 0., -3.], requires_grad=True)

    Allowed: anything but torch.optim and the fused steps behind it (torch._fused_...).

    Check it with `pytest --exercise sgd`, get a hint with `torchgrade hint sgd`.
    """

    def __init__(
        self,
        params: Iterable[torch.Tensor],
        lr: float = 1e-3,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
    ) -> None:
        """Remember the parameters (any shapes; params may be a generator) and the options."""
        ### BEGIN SOLUTION
        self.params = list(params)
        self.lr, self.momentum, self.dampening = lr, momentum, dampening
        self.weight_decay, self.nesterov = weight_decay, nesterov
        self.speeds: list[torch.Tensor | None] = [None for _ in self.params]
        ### END SOLUTION

    def step(self) -> None:
        """Change every parameter in place, from its .grad; skip those whose .grad is None."""
        ### BEGIN SOLUTION
        with torch.no_grad():
            for index, p in enumerate(self.params):
                if p.grad is None:
                    continue
                g = p.grad + self.weight_decay * p
                if self.momentum != 0:
                    old = self.speeds[index]
                    speed = g if old is None else self.momentum * old + (1 - self.dampening) * g
                    self.speeds[index] = speed
                    g = g + self.momentum * speed if self.nesterov else speed
                p -= self.lr * g
        ### END SOLUTION

    def zero_grad(self) -> None:
        """Forget the gradients: set every .grad to None (or fill it with zeros, if there is one)."""
        ### BEGIN SOLUTION
        for p in self.params:
            p.grad = None
        ### END SOLUTION
