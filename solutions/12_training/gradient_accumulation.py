"""Gradient accumulation: the step of a large batch, with the memory of a small one.

A batch that does not fit into memory comes in parts. backward adds to .grad, so the parts' gradients add up by
themselves; but each part's loss is a mean over its own samples, and has to be weighted:

    loss of the whole = sum over parts of  (samples of the part / all samples) * (mean loss of the part)

Go backward after each part: its graph, which takes the memory, is then gone before the next part comes.
"""

from collections.abc import Callable, Sequence

import torch


def gradient_accumulation(
    model: torch.nn.Module,
    parts: Sequence[tuple[torch.Tensor, torch.Tensor]],
    optimizer: torch.optim.Optimizer,
    loss_fn: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
) -> float:
    """Take one step, that of the whole batch, and let the model see one part at a time.

    Args:
        model: the model, on the device of the parts, in the mode that it is to train in: leave that as it is.
        parts: the batch in pieces (images, labels), at least one; they may differ in size.
        optimizer: it holds the model's parameters; gradients of earlier batches may still be in them.
        loss_fn: loss_fn(scores, labels) gives the mean loss over the samples it gets, of shape ().

    Returns:
        The mean loss over all samples of the batch, from before the step, a float.

    Example:
        >>> model = torch.nn.Linear(1, 1, bias=False)  # answers 0 when the input is 0
        >>> parts = [(torch.zeros(3, 1), torch.ones(3, 1)), (torch.zeros(1, 1), torch.zeros(1, 1))]
        >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        >>> gradient_accumulation(model, parts, optimizer, torch.nn.MSELoss())
        0.75

    Nothing is forbidden, but at no time may the graphs of two parts be there together.

    Check it with `pytest --exercise gradient_accumulation`, get a hint with
    `torchgrade hint gradient_accumulation`.
    """
    ### BEGIN SOLUTION
    samples = sum(len(images) for images, _ in parts)
    optimizer.zero_grad()
    total = 0.0
    for images, labels in parts:
        loss = loss_fn(model(images), labels) * (len(images) / samples)
        loss.backward()
        total += loss.item()
    optimizer.step()
    return total
    ### END SOLUTION
