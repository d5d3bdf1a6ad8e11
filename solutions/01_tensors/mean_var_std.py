"""Three numbers that say where many numbers lie and how far they spread: mean, variance, standard deviation.

    mean = (sum over i of x_i) / n
    var  = (sum over i of (x_i - mean)^2) / (n - correction)
    std  = sqrt(var)

With correction=0 this is the variance of just these n numbers. With correction=1, torch's default, it
estimates the variance of all the numbers that they are a sample of: a sample lies closer to its own mean
than to the true one.
"""

import torch


def statistics(x: torch.Tensor, correction: int = 1) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the mean, the variance and the standard deviation of all numbers in x.

    Args:
        x: floating-point numbers, of any shape, more than `correction` of them. They may lie far from 0.
        correction: what is subtracted from their number before the variance is divided by it: 0 or 1.

    Returns:
        Three tensors of shape (), with the dtype and device of x: mean, variance and standard deviation.
        Gradients reach x.

    Example:
        >>> statistics(torch.tensor([[1.0, 2.0], [3.0, 6.0]]), correction=0)
        (tensor(3.), tensor(3.5000), tensor(1.8708))
        >>> statistics(torch.tensor([1.0, 2.0, 3.0, 6.0]))[1]
        tensor(4.6667)

    Allowed: sum, sqrt, x.numel() and the like.
    Not allowed: the ready-made mean, var and std of torch, their relatives (var_mean, cov, avg_pool1d, ...),
        those of Python's own `statistics`, and NumPy.

    Check it with `pytest --exercise mean_var_std`, get a hint with `torchgrade hint mean_var_std`.
    """
    ### BEGIN SOLUTION
    n = x.numel()
    mean = x.sum() / n
    # On paper the mean of the squares less mean**2 is the same, but there two large numbers cancel.
    var = ((x - mean) ** 2).sum() / (n - correction)
    return mean, var, var.sqrt()
    ### END SOLUTION
