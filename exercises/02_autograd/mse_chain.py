"""Fitting a line: the chain rule from the loss to a slope and an intercept.

    y_i = w x_i + b
    loss = mean over i of (y_i - target_i)^2

By the chain rule, with d loss / d y_i = 2 (y_i - target_i) / N:

    d loss / d w = sum over i of  d loss / d y_i * d y_i / d w
    d loss / d b = sum over i of  d loss / d y_i * d y_i / d b

What are d y_i / d w and d y_i / d b? Look at the first line, and move one letter at a time.
"""

import torch


def mse_chain(
    x: torch.Tensor, target: torch.Tensor, w: torch.Tensor, b: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return d loss / d w and d loss / d b, by their formulas.

    Args:
        x: where the line is looked at, floating point, any shape with N numbers in all.
        target: which height it should have there, like x.
        w: the slope, shape ().
        b: the intercept, shape ().

    Returns:
        Two new tensors of shape (), with the dtype and device of x.

    Example:
        >>> x, target = torch.tensor([1.0, 3.0]), torch.tensor([0.0, 5.0])
        >>> mse_chain(x, target, w=torch.tensor(2.0), b=torch.tensor(0.0))
        (tensor(5.), tensor(3.))

    Allowed: +, -, *, /, sum, mean and whatever else is plain arithmetic.
    Not allowed: autograd in any form, such as backward, torch.autograd.grad or torch.func.

    Check it with `pytest --exercise mse_chain`, get a hint with `torchgrade hint mse_chain`.
    """
    # TODO: your code here
    raise NotImplementedError
