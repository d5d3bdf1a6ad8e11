"""Train a classifier on handwritten digits: the loop that all of deep learning runs.

For each batch: clear the gradients, predict, compute the loss, go backward, take a step.
After each epoch, count the right answers on digits that the model has never been trained on.

A loader gives batches (images, labels): images of shape (batch, ...), labels of shape (batch,), int64.
The last batch may be smaller than the others, so

    mean loss per sample = sum over batches of (mean loss of the batch * its size) / number of samples

Nothing is forbidden. Check it with `pytest --exercise mnist`, get a hint with `torchgrade hint mnist`.
"""

from collections.abc import Callable, Iterable

import torch

Loader = Iterable[tuple[torch.Tensor, torch.Tensor]]
Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
Device = torch.device | str


def train_epoch(
    model: torch.nn.Module, loader: Loader, optimizer: torch.optim.Optimizer, loss_fn: Loss, device: Device
) -> float:
    """Train the model, in train mode, once on every batch; return the mean loss per sample.

    The model is on `device` already, the batches may not be. Call loss_fn(model(images), labels): it
    gives the mean loss of the batch, of shape (). Each step uses the gradient of its own batch alone.

    >>> model = torch.nn.Linear(1, 1, bias=False)  # answers 0 when the input is 0
    >>> loader = [(torch.zeros(3, 1), torch.ones(3, 1)), (torch.zeros(1, 1), torch.zeros(1, 1))]
    >>> train_epoch(model, loader, torch.optim.SGD(model.parameters(), lr=0.1), torch.nn.MSELoss(), "cpu")
    0.75
    """
    # TODO: your code here
    raise NotImplementedError


def evaluate(model: torch.nn.Module, loader: Loader, device: Device) -> float:
    """Return the share of samples, from 0 to 1, whose largest score is that of the right class.

    Work in eval mode and without building a graph; afterwards the model is in the mode you found it in.

    >>> evaluate(torch.nn.Identity(), [(torch.eye(4), torch.tensor([0, 1, 2, 0]))], "cpu")
    0.75
    """
    # TODO: your code here
    raise NotImplementedError


def fit(
    model: torch.nn.Module,
    train_loader: Loader,
    test_loader: Loader,
    optimizer: torch.optim.Optimizer,
    loss_fn: Loss,
    epochs: int,
    device: Device,
) -> list[tuple[float, float]]:
    """Train for `epochs` epochs; return (mean training loss, test accuracy) of each, as Python floats."""
    # TODO: your code here
    raise NotImplementedError
