"""Tanh, the hyperbolic tangent: squeeze any number into the range from -1 to 1.

    tanh(x) = (exp(x) - exp(-x)) / (exp(x) + exp(-x)) = (exp(2x) - 1) / (exp(2x) + 1)

Unlike the sigmoid it keeps the sign: 0 stays 0, and positive and negative numbers are treated alike. Beware
of exp(1000), which is infinite: beyond 20 the answer is 1 or -1 anyway, to all digits that float64 has.
"""

import torch


def tanh(input: torch.Tensor) -> torch.Tensor:
    """Return the hyperbolic tangent of every number.

    Args:
        input: floating-point numbers, of any shape; they may be as large as 1e4, or as small as -1e4.

    Returns:
        A new tensor with the shape, dtype and device of input. Gradients reach input; they are finite,
        and 1 at 0. inf gives 1, -inf gives -1, and NaN stays NaN.

    Example:
        >>> tanh(torch.tensor([-1000.0, 0.0, 0.5, 1000.0]))
        tensor([-1.0000,  0.0000,  0.4621,  1.0000])

    Allowed: exp, expm1, clamp, sigmoid and whatever else you like.
    Not allowed: torch's own tanh and its relatives (hardtanh, tanhshrink, ...), nor that of math or NumPy.

    Check it with `pytest --exercise tanh`, get a hint with `torchgrade hint tanh`.
    """
    ### BEGIN SOLUTION
    power = torch.exp(2 * input.clamp(-20, 20))  # nothing changes beyond 20, but exp would overflow
    return (power - 1) / (power + 1)
    ### END SOLUTION
