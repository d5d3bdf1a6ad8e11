"""Sigmoid: squeeze any number into a probability between 0 and 1.

    sigmoid(x) = 1 / (1 + exp(-x)) = exp(x) / (exp(x) + 1)

Large numbers come close to 1, very negative ones close to 0, and 0 becomes a half. Beware: exp(1000) is
infinite in float32, and a gradient that goes through infinity is NaN, even where the value looks right.
"""

import torch


def sigmoid(input: torch.Tensor) -> torch.Tensor:
    """Return the sigmoid of every number.

    Args:
        input: floating-point numbers, of any shape; they may be as large as 1e4, or as small as -1e4.

    Returns:
        A new tensor with the shape, dtype and device of input. Gradients reach input; they are finite,
        and a quarter at 0. inf gives 1, -inf gives 0, and NaN stays NaN.

    Example:
        >>> sigmoid(torch.tensor([-1000.0, 0.0, 2.0, 1000.0]))
        tensor([0.0000, 0.5000, 0.8808, 1.0000])

    Allowed: exp, where, clamp, tanh and whatever else you like.
    Not allowed: torch's own sigmoid, expit, logsigmoid and hardsigmoid, nor glu and silu, which hold one.

    Check it with `pytest --exercise sigmoid`, get a hint with `torchgrade hint sigmoid`.
    """
    ### BEGIN SOLUTION
    # Each exp sees only the numbers for which it stays at most 1; where picks the side that was meant.
    left = torch.exp(input.clamp(max=0))
    right = 1 / (1 + torch.exp(-input.clamp(min=0)))
    return torch.where(input < 0, left / (left + 1), right)
    ### END SOLUTION
