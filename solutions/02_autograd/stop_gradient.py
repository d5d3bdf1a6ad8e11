"""Stopping the gradient: when a number that the network made itself is to count as given.

A model should say the same about a noisy picture as about the clean one. What it says about the clean one is
the target, and a target is a constant: the prediction must move towards it, not the other way round.

    prediction = noisy @ weight
    target = clean @ weight                       same weight, but no gradient flows back through here
    loss = mean over all entries of (prediction - target)^2

`y.detach()` has the values of y and no history: for autograd it is a constant.
"""

import torch


def stop_gradient(weight: torch.Tensor, clean: torch.Tensor, noisy: torch.Tensor) -> torch.Tensor:
    """Return the mean squared distance from the prediction to a target that counts as a constant.

    Args:
        weight: shape (D, C), floating point.
        clean: shape (N, D), like weight. No gradient may reach it.
        noisy: shape (N, D), like weight.

    Returns:
        The loss, shape (). Through the prediction, and only there, gradients reach weight and noisy.

    Example:
        >>> weight = torch.tensor([[1.0]], requires_grad=True)
        >>> loss = stop_gradient(weight, clean=torch.tensor([[1.0]]), noisy=torch.tensor([[3.0]]))
        >>> loss.backward()
        >>> loss.detach(), weight.grad  # 2 * (3 - 1) * 3; without the stop it would be 8
        (tensor(4.), tensor([[12.]]))

    Allowed: whatever you like.

    Check it with `pytest --exercise stop_gradient`, get a hint with `torchgrade hint stop_gradient`.
    """
    ### BEGIN SOLUTION
    prediction = noisy @ weight
    target = (clean @ weight).detach()
    return (prediction - target).square().mean()
    ### END SOLUTION
