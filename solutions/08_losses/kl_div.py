"""Kullback-Leibler divergence: how far is one probability distribution from another?

    loss_i    = target_i * (log(target_i) - input_i)          0 where target_i is 0
    batchmean = sum_i loss_i / N                              N = input.shape[0], the number of samples

The input holds log-probabilities, as log_softmax makes them; the target holds probabilities (or
log-probabilities too, with log_target). The sum over one sample is 0 where both are the same, and positive
anywhere else.
"""

import torch


def kl_div(
    input: torch.Tensor, target: torch.Tensor, reduction: str = "mean", log_target: bool = False
) -> torch.Tensor:
    """Return the Kullback-Leibler divergence of the target from the input.

    Args:
        input: log-probabilities, of any shape with the samples in dim 0, floating point.
        target: probabilities, with the shape and dtype of input; some may be 0.
        reduction: "batchmean", the sum divided by the number of samples, which is the divergence of the
            textbooks; "mean" over all entries; "sum"; or "none" to get every entry. Any other word raises
            ValueError.
        log_target: whether the target holds log-probabilities (finite ones), like the input.

    Returns:
        Shape (), or the shape of input for "none", with the dtype and device of input. Gradients reach input,
        and target where it is not 0.

    Example:
        >>> target = torch.tensor([[0.5, 0.5, 0.0]])
        >>> kl_div(torch.tensor([[0.25, 0.25, 0.5]]).log(), target, reduction="none")
        tensor([[0.3466, 0.3466, 0.0000]])
        >>> kl_div(torch.tensor([[0.25, 0.25, 0.5]]).log(), target, reduction="batchmean")
        tensor(0.6931)

    Allowed: exp, log, where, xlogy and whatever else you like.
    Not allowed: torch's own kl_div (and torch.nn.KLDivLoss, which calls it), and torch.distributions.

    Check it with `pytest --exercise kl_div`, get a hint with `torchgrade hint kl_div`.
    """
    ### BEGIN SOLUTION
    p = target.exp() if log_target else target
    losses = torch.xlogy(p, p) - p * input  # xlogy: 0 * log(0) is 0, not NaN
    if reduction == "none":
        return losses
    if reduction == "batchmean":
        return losses.sum() / input.shape[0]
    if reduction not in ("mean", "sum"):
        raise ValueError(f'reduction is {reduction!r}, but must be "mean", "batchmean", "sum" or "none"')
    return losses.mean() if reduction == "mean" else losses.sum()
    ### END SOLUTION
