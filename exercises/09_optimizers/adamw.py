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
        # TODO: your code here
        raise NotImplementedError

    def step(self) -> None:
        """Change every parameter in place, from its .grad; skip those whose .grad is None."""
        # TODO: your code here
        raise NotImplementedError

    def zero_grad(self) -> None:
        """Forget the gradients: set every .grad to None (or fill it with zeros, if there is one)."""
        # TODO: your code here
        raise NotImplementedError
