"""Dropout: while training, forget a random part of the numbers, so that no unit can rely on a single other one.

    y_i = x_i * m_i / (1 - p)        m_i is 0 with probability p, otherwise 1, drawn anew for every number

Dividing by 1 - p keeps the average where it was. In eval mode the layer does nothing: y = x. Every module has the
attribute `training`, which `model.train()` sets to True and `model.eval()` to False.
"""

import torch


class Dropout(torch.nn.Module):
    """Zero each number with probability p while training, as torch.nn.Dropout.

    Example:
        >>> layer = Dropout(p=0.5)
        >>> sorted(set(layer(torch.ones(100)).tolist()))
        [0.0, 2.0]
        >>> layer.eval()(torch.ones(3))
        tensor([1., 1., 1.])

    Allowed: torch.rand_like, bernoulli, where and whatever else you like.
    Not allowed: any ready-made dropout, and torch.nn.functional.

    Check it with `pytest --exercise dropout`, get a hint with `torchgrade hint dropout`.
    """

    def __init__(self, p: float = 0.5) -> None:
        """Remember p.

        Raises:
            ValueError: p lies outside 0 to 1.
        """
        ### BEGIN SOLUTION
        super().__init__()
        if not 0 <= p <= 1:
            raise ValueError(f"p is a probability from 0 to 1, not {p}")
        self.p = p
        ### END SOLUTION

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """Drop numbers of any shape; the result has the input's dtype and device, and p=1 gives zeros, never NaN."""
        ### BEGIN SOLUTION
        if not self.training:
            return input
        if self.p == 1:
            return torch.zeros_like(input)
        kept = torch.rand_like(input) >= self.p
        return input * kept / (1 - self.p)
        ### END SOLUTION
