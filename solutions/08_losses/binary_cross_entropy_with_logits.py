"""Binary cross entropy from logits: one yes-or-no question an entry.

    p_i    = sigmoid(input_i)
    loss_i = -weight_i * (pos_weight * target_i * log(p_i) + (1 - target_i) * log(1 - p_i))

The logit is the model's raw answer: positive for yes, negative for no. Beware of log(0): for a logit of -1000
the sigmoid is 0 in float32, but the loss of a "yes" there is 1000, not infinity. On paper,
-log(sigmoid(x)) = log(1 + exp(-x)), and log(1 - sigmoid(x)) = log(sigmoid(x)) - x.
"""

import torch


def binary_cross_entropy_with_logits(
    input: torch.Tensor,
    target: torch.Tensor,
    weight: torch.Tensor | None = None,
    reduction: str = "mean",
    pos_weight: torch.Tensor | None = None,
) -> torch.Tensor:
    """Return the binary cross entropy between logits and targets.

    Args:
        input: logits, of any shape, floating point; they may be as large as 1e4, or as small as -1e4.
        target: 0 for no, 1 for yes, or anything between, with the shape and dtype of input.
        weight: a factor for the loss of each entry, of a shape that broadcasts to input; None means 1.
        reduction: "mean" over all entries (their number, whatever the weights), their "sum", or "none" to
            get the loss of each entry. Any other word raises ValueError.
        pos_weight: a factor for the yes part alone, of a shape that broadcasts to input, often one number
            for each of the C columns, shape (C,); None means 1.

    Returns:
        Shape () for "mean" and "sum", the shape of input for "none", with the dtype and device of input.
        Gradients reach input and target.

    Example:
        >>> logits, target = torch.tensor([0.0, 3.0, -30.0]), torch.tensor([1.0, 1.0, 1.0])
        >>> binary_cross_entropy_with_logits(logits, target, reduction="none")
        tensor([ 0.6931,  0.0486, 30.0000])

    Allowed: exp, log1p, logaddexp, sigmoid, logsigmoid, softplus and whatever else you like.
    Not allowed: torch's own binary_cross_entropy, with logits or without, and multilabel_soft_margin_loss (and
    the modules that call them).

    Check it with `pytest --exercise binary_cross_entropy_with_logits`, get a hint with
    `torchgrade hint binary_cross_entropy_with_logits`.
    """
    ### BEGIN SOLUTION
    no_log_p = torch.logaddexp(torch.zeros_like(input), -input)  # -log(sigmoid(x)), also for x = -1000
    yes = target if pos_weight is None else pos_weight * target
    losses = yes * no_log_p + (1 - target) * (input + no_log_p)
    if weight is not None:
        losses = weight * losses
    if reduction == "none":
        return losses
    if reduction not in ("mean", "sum"):
        raise ValueError(f'reduction is {reduction!r}, but must be "mean", "sum" or "none"')
    return losses.mean() if reduction == "mean" else losses.sum()
    ### END SOLUTION
