"""One training step that works wherever the model is: on the CPU or on a graphics card.

A model and its batch must be on the same device. Data loaders give batches on the CPU, so each is moved when
its turn comes:

    images = images.to(device)             device = where the model's parameters are

The model itself stays where it is: the optimizer holds its parameters. And the loss stays there too, as a
tensor: `.item()` would make the CPU wait in every step until the card has finished.
"""

from collections.abc import Callable

import torch


def train_step(
    model: torch.nn.Module,
    images: torch.Tensor,
    labels: torch.Tensor,
    optimizer: torch.optim.Optimizer,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
) -> torch.Tensor:
    """Train the model, in train mode, on one batch: one step with the gradient of this batch alone.

    Args:
        model: all of its parameters are on one device.
        images: the batch, on any device.
        labels: what belongs to it, on any device, perhaps another one.
        optimizer: it holds the model's parameters; gradients of earlier batches may still be in them.
        loss_fn: loss_fn(scores, labels) gives the mean loss of the batch, of shape ().

    Returns:
        The loss from before the step: a tensor of shape () on the model's device, without a graph.

    Example:
        >>> model = torch.nn.Linear(1, 1, bias=False)
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        >>> train_step(model, torch.zeros(3, 1), torch.ones(3, 1), optimizer, torch.nn.MSELoss())
        tensor(1.)

    Nothing is forbidden.

    Check it with `pytest --exercise train_step`, get a hint with `torchgrade hint train_step`.
    """
    # TODO: your code here
    raise NotImplementedError
