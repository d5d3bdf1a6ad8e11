"""Cross entropy with class weights, samples to ignore, and smoothed labels.

    log_p  = log_softmax(input_n)             t = target_n             C = number of classes
    loss_n = (1 - s) * w_t * -log_p_t  +  s / C * sum_c w_c * -log_p_c        s = label_smoothing
    mean   = sum_n loss_n / sum_n w_t         both sums over the samples that are not ignored

A weight lets a rare class count more. A sample whose target is ignore_index, a padded word for example, has
the loss 0 and counts nowhere. Smoothing takes the share s from the right class and spreads it evenly over all
C classes, the right one too, so that the model has no reason to become endlessly sure.
"""

import torch


def cross_entropy(
    input: torch.Tensor,
    target: torch.Tensor,
    weight: torch.Tensor | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> torch.Tensor:
    """Return the cross entropy between logits and right classes, with all of torch's options.

    Args:
        input: raw scores (logits) of N samples for C classes, shape (N, C), floating point.
        target: the number of the right class of each sample, shape (N,), int64, or ignore_index.
        weight: how much each class counts, shape (C,); None means 1 for all.
        ignore_index: samples with this target count nowhere, whatever their scores are, infinite ones too. It
            may lie outside the classes, or be one.
        reduction: "mean" weighted as above, the "sum", or "none" to get each sample's own loss. Any other
            word raises ValueError.
        label_smoothing: the share s that all classes get together, from 0 to 1. More than 1 raises ValueError
            (torch raises RuntimeError; both are taken).

    Returns:
        Shape () for "mean" and "sum", (N,) for "none", with the dtype and device of input.
        Gradients reach input. The mean is NaN where every sample is ignored.

    Example:
        >>> logits, target = torch.tensor([[2.0, 0.0], [0.0, 0.0]]), torch.tensor([0, -100])
        >>> cross_entropy(logits, target, reduction="none")
        tensor([0.1269, 0.0000])
        >>> cross_entropy(logits, target, label_smoothing=0.5)
        tensor(0.6269)

    Allowed: log_softmax, logsumexp, gather, where and whatever else you like.
    Not allowed: torch's own cross_entropy and nll_loss (and the modules that call them).

    Check it with `pytest --exercise cross_entropy_full`, get a hint with `torchgrade hint cross_entropy_full`.
    """
    ### BEGIN SOLUTION
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f'reduction is {reduction!r}, but must be "mean", "sum" or "none"')
    if not 0 <= label_smoothing <= 1:
        raise ValueError(f"label_smoothing is {label_smoothing}, but must lie between 0 and 1")
    log_p = input - input.logsumexp(1, keepdim=True)
    w = input.new_ones(input.shape[1]) if weight is None else weight
    kept = target != ignore_index
    index = torch.where(kept, target, 0)  # any class will do: these samples are set to 0 below
    right = -w[index] * log_p.gather(1, index[:, None]).squeeze(1)
    spread = -(w * log_p).mean(1)
    losses = torch.where(kept, (1 - label_smoothing) * right + label_smoothing * spread, 0)
    if reduction == "none":
        return losses
    return losses.sum() / (w[index] * kept).sum() if reduction == "mean" else losses.sum()
    ### END SOLUTION
