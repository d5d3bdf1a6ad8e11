"""A table of a model's parameters: the first thing to look at when a model is too large or does not learn.

    count = the product of the sizes in the shape        (a single number, of shape (), counts 1)

`model.named_parameters()` walks through all parameters of a model and of the modules inside it, in order, each once,
even if two layers share it. Buffers, such as the running averages of a BatchNorm, are saved but not trained: they are
no parameters.
"""

import torch

Row = tuple[str, tuple[int, ...], int, bool]


def parameter_table(model: torch.nn.Module) -> tuple[list[Row], int, int]:
    """Return the table's rows, how many numbers there are in all, and how many of them are trained.

    A row is (name, shape, count, trained): shape is a plain tuple, count how many numbers the parameter holds, and
    trained says whether it asks for a gradient. A frozen parameter has a row, and counts in the first sum alone.

    Example:
        >>> layer = torch.nn.Linear(3, 2)
        >>> layer.bias.requires_grad = False
        >>> parameter_table(layer)
        ([('weight', (2, 3), 6, True), ('bias', (2,), 2, False)], 8, 6)

    Nothing is forbidden.

    Check it with `pytest --exercise parameter_table`, get a hint with `torchgrade hint parameter_table`.
    """
    ### BEGIN SOLUTION
    rows = [(name, tuple(p.shape), p.numel(), p.requires_grad) for name, p in model.named_parameters()]
    total = sum(count for _, _, count, _ in rows)
    trained = sum(count for _, _, count, is_trained in rows if is_trained)
    return rows, total, trained
    ### END SOLUTION
