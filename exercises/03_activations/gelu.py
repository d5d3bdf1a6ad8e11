"""GELU: weigh each number by how likely a normal random number is to be smaller.

    gelu(x) = x * (1 + erf(x / sqrt(2))) / 2                                          approximate="none"
    gelu(x) ~ x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x**3))) / 2                approximate="tanh"

Large numbers stay, very negative ones become 0, and between them it is a smooth curve. Transformers use it.
The second form comes from a time when erf was slow; the two differ in the fourth digit.
"""

import math

import torch


def gelu(input: torch.Tensor, approximate: str = "none") -> torch.Tensor:
    """Return the Gaussian error linear unit of every number.

    Args:
        input: floating-point numbers, of any shape; they may be as large as 1e4, or as small as -1e4.
        approximate: "none" for the exact form, "tanh" for the other one. Any other word raises ValueError
            (torch raises RuntimeError; both are taken).

    Returns:
        A new tensor with the shape, dtype and device of input; gradients reach input.

    Example:
        >>> gelu(torch.tensor([-100.0, -1.0, 0.0, 1.0, 100.0]))
        tensor([ -0.0000,  -0.1587,   0.0000,   0.8413, 100.0000])

    Allowed: torch.erf, torch.tanh and whatever else you like.
    Not allowed: torch's own gelu (and torch.nn.GELU, which calls it).

    Check it with `pytest --exercise gelu`, get a hint with `torchgrade hint gelu`.
    """
    # TODO: your code here
    raise NotImplementedError
