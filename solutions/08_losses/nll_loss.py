"""Negative log-likelihood: the log-probability of the right class, with a minus sign.

    loss_n = -weight[target_n] * input[n, target_n]
    mean   = sum_n loss_n / sum_n weight[target_n]

The input already holds log-probabilities, as log_softmax makes them: nothing is left to do but pick one
number a sample. A weight for each class lets a rare class count more; the mean divides by the weights that
were used.
"""

import torch


def nll_loss(
    input: torch.Tensor,
    target: torch.Tensor,
    weight: torch.Tensor | None = None,
    reduction: str = "mean",
) -> torch.Tensor:
    """Return the negative log-likelihood of the right classes.

    Args:
        input: log-probabilities of N samples for C classes, shape (N, C), floating point; or one such vector
            for every pixel of an image, shape (N, C, H, W). The classes are always dim 1.
        target: the number of the right class, int64, shape (N,) or (N, H, W). A number below 0 or above C - 1
            raises an IndexError (a RuntimeError or ValueError is taken too).
        weight: how much each class counts, shape (C,); None means 1 for all.
        reduction: "mean" over the samples (and pixels), weighted as above, the "sum", or "none" to get every
            loss. Any other word raises ValueError.

    Returns:
        Shape () for "mean" and "sum", the shape of target for "none", with the dtype and device of input.
        Gradients reach input.

    Example:
        >>> log_p = torch.tensor([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]]).log()
        >>> nll_loss(log_p, torch.tensor([0, 2]), reduction="none")
        tensor([0.6931, 0.2231])
        >>> nll_loss(log_p, torch.tensor([0, 2]), weight=torch.tensor([3.0, 1.0, 1.0]))
        tensor(0.5756)

    Allowed: gather, indexing and whatever else you like.
    Not allowed: torch's own nll_loss and cross_entropy (and the modules that call them).

    Check it with `pytest --exercise nll_loss`, get a hint with `torchgrade hint nll_loss`.
    """
    ### BEGIN SOLUTION
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f'reduction is {reduction!r}, but must be "mean", "sum" or "none"')
    if ((target < 0) | (target >= input.shape[1])).any():
        raise IndexError(f"a target lies outside the {input.shape[1]} classes")
    losses = -input.gather(1, target.unsqueeze(1)).squeeze(1)
    weights = torch.ones_like(losses) if weight is None else weight[target]
    losses = weights * losses
    if reduction == "none":
        return losses
    return losses.sum() / weights.sum() if reduction == "mean" else losses.sum()
    ### END SOLUTION
