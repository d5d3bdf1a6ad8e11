"""Checkpoints: stop a training, go on another day, and get the same parameters as without a break.

What a training needs to go on is more than the weights:

    model.state_dict()        parameters, and buffers such as the running means of batch norm
    optimizer.state_dict()    momentum and other averages, learning rates
    epoch                     how far the training has come

torch.save writes a dictionary of these to a file, torch.load reads it again, and load_state_dict puts the
values into a model and an optimizer that were made anew.
"""

from os import PathLike
from typing import BinaryIO

import torch

File = str | PathLike[str] | BinaryIO


def save_checkpoint(file: File, model: torch.nn.Module, optimizer: torch.optim.Optimizer, epoch: int) -> None:
    """Write the state of a training to a file; model and optimizer stay as they are.

    Args:
        file: where torch.save can write to: a path, or a file that is open for writing bytes.
        model: the model in training.
        optimizer: the optimizer that trains it.
        epoch: how many epochs are done.

    Example:
        >>> import io
        >>> file, model = io.BytesIO(), torch.nn.Linear(2, 1)
        >>> save_checkpoint(file, model, torch.optim.SGD(model.parameters(), lr=0.1), epoch=3)
        >>> _ = file.seek(0)
        >>> other = torch.nn.Linear(2, 1)
        >>> load_checkpoint(file, other, torch.optim.SGD(other.parameters(), lr=0.5))
        3
        >>> torch.equal(other.weight, model.weight)
        True

    Nothing is forbidden, but the file must be one that torch.load reads with weights_only=True, its default:
    dictionaries, tensors and numbers, no whole objects.

    Check it with `pytest --exercise checkpoint`, get a hint with `torchgrade hint checkpoint`.
    """
    # TODO: your code here
    raise NotImplementedError


def load_checkpoint(file: File, model: torch.nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Put a saved state into a model and an optimizer of the same kind, made anew; return the saved epoch.

    Args:
        file: where torch.load can read from: a path, or a file that is open for reading bytes.
        model: gets the saved parameters and buffers, in place.
        optimizer: it holds the model's parameters, and gets the saved state.
    """
    # TODO: your code here
    raise NotImplementedError
