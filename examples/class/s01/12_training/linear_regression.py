"""Linear regression: find the straight line (or plane) that is nearest to the points.

    prediction = x @ weight + bias
    loss       = mean of (prediction - y)^2 over all samples
    then       weight = weight - lr * (gradient of the loss), and the same for the bias

This is a whole training loop: predict, measure, find the gradients, take a step, repeat.
"""

import torch


def fit(
    x: torch.Tensor, y: torch.Tensor, lr: float, epochs: int
) -> tuple[torch.Tensor, torch.Tensor, list[torch.Tensor]]:
    """Train a linear model with gradient descent; each epoch is one step on all the samples at once.

    Args:
        x: the samples, shape (n, features), floating point.
        y: what to predict for each, shape (n,).
        lr: the learning rate.
        epochs: how many steps to take; 0 is allowed.

    Returns:
        weight: shape (features,), with the dtype and device of x; training starts from zeros.
        bias: shape (), and it starts from zero as well.
        losses: a list of `epochs` losses; losses[k] is the loss before step k, a float or a tensor of shape ().

    Example:
        >>> weight, bias, losses = fit(torch.tensor([[1.0], [-1.0]]), torch.tensor([3.0, 1.0]), lr=0.5, epochs=2)
        >>> weight, bias, losses
        (tensor([1.]), tensor(2.), [tensor(5.), tensor(0.)])

    Nothing is forbidden: autograd, torch.optim, or the gradient worked out on paper.

    Check it with `pytest --exercise linear_regression`, get a hint with `torchgrade hint linear_regression`.
    """
    w = torch.zeros(x.shape[1], dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros((), dtype=x.dtype, device=x.device, requires_grad=True)
    losses = []
    for epoch in range(epochs):
        loss = ((x @ w + b - y) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return w.detach(), b.detach(), losses
