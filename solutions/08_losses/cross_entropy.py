"""Cross entropy: how surprised is the model by the right class?

    loss_n = -log softmax(logits_n)[target_n] = log(sum_c exp(logits_nc)) - logits_n,target_n

It is 0 when the model is sure and right, and grows without end when it is sure and wrong. Beware of
exp(1000) and of log(0): subtract each row's largest logit before you call exp.
"""

import torch


def cross_entropy(logits: torch.Tensor, target: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    """Return the cross entropy between the logits and the right classes.

    Args:
        logits: raw scores of N samples for C classes, shape (N, C), floating point, before any softmax.
        target: the number of the right class of each sample, shape (N,), int64, from 0 to C - 1.
        reduction: "mean" over the samples, their "sum", or "none" to get each sample's own loss.

    Returns:
        Shape () for "mean" and "sum", (N,) for "none", with the dtype and device of the logits.
        Gradients reach the logits.

    Example:
        >>> cross_entropy(torch.tensor([[0.0, 0.0], [0.0, 100.0]]), torch.tensor([0, 0]), reduction="none")
        tensor([  0.6931, 100.0000])

    Allowed: exp, log, logsumexp, gather, indexing and whatever else you like.
    Not allowed: torch's own cross_entropy and nll_loss, any ready-made softmax or log_softmax, and
    torch.distributions.

    Check it with `pytest --exercise cross_entropy`, get a hint with `torchgrade hint cross_entropy`.
    """
    ### BEGIN SOLUTION
    shifted = logits - logits.amax(1, keepdim=True)
    right = shifted.gather(1, target[:, None]).squeeze(1)
    losses = shifted.exp().sum(1).log() - right
    if reduction == "none":
        return losses
    if reduction not in ("mean", "sum"):
        raise ValueError(f'reduction is {reduction!r}, but must be "mean", "sum" or "none"')
    return losses.mean() if reduction == "mean" else losses.sum()
    ### END SOLUTION
