"""Softmax regression: the linear classifier, one score for each class.

    scores = x @ weight.T + bias                          shape (n, num_classes)
    loss   = mean over samples of  -log(softmax(scores)[label])          which is cross entropy
    then     weight = weight - lr * (gradient of the loss), and the same for the bias

Scores may be large, and exp(100) is too much for float32: cross_entropy copes with that; by hand, subtract the
largest score of each row first.

Linear regression with another loss: instead of a number, the model learns which class a sample belongs to.
"""

import torch


def softmax_regression(
    x: torch.Tensor, labels: torch.Tensor, num_classes: int, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor, list[torch.Tensor]]:
    """Train a linear classifier with gradient descent; each epoch is one step on all the samples at once.

    Args:
        x: the samples, shape (n, features), floating point.
        labels: the class of each, shape (n,), int64, from 0 to num_classes - 1; a class may be without samples.
        num_classes: how many classes there are.
        lr: the learning rate.
        epochs: how many steps to take; 0 is allowed.

    Returns:
        weight: shape (num_classes, features) as in torch.nn.Linear, with the dtype and device of x;
            training starts from zeros.
        bias: shape (num_classes,), and it starts from zeros as well.
        losses: a list of `epochs` losses; losses[k] is the loss before step k, a float or a tensor of shape ().

    Example:
        >>> x, labels = torch.tensor([[4.0], [-4.0]]), torch.tensor([0, 1])
        >>> weight, bias, losses = softmax_regression(x, labels, num_classes=2, lr=1.0, epochs=1)
        >>> weight, bias, losses
        (tensor([[ 2.],
                [-2.]]), tensor([0., 0.]), [tensor(0.6931)])

    Nothing is forbidden: autograd, torch.nn.functional.cross_entropy, torch.optim, or the gradient on paper.

    Check it with `pytest --exercise softmax_regression`, get a hint with `torchgrade hint softmax_regression`.
    """
    # TODO: your code here
    raise NotImplementedError
