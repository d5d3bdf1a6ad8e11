"""Hold samples out: a random part of the data to learn from, and the rest to judge by.

A model is judged by samples that it has never learnt from (validation samples). The two parts must be

    disjoint      no sample is in both
    complete      every sample is in one of them
    random        every sample has the same chance to be held out
    reproducible  the same generator in the same state gives the same split
"""

import torch

Part = tuple[torch.Tensor, torch.Tensor]


def train_val_split(x: torch.Tensor, y: torch.Tensor, val_count: int, generator: torch.Generator) -> tuple[Part, Part]:
    """Split samples and their labels at random.

    Args:
        x: n samples, shape (n, ...), in any order: they may well be sorted by their labels.
        y: the labels, shape (n,) or (n, ...); y[i] belongs to x[i].
        val_count: how many samples to hold out.
        generator: where all chance comes from; it lies on the CPU. Draw from it and do not seed it: used once
            more, it gives another split.

    Returns:
        (train_x, train_y) with n - val_count samples, and (val_x, val_y) with val_count samples, each in any
        order you like, each label beside its sample.

    Raises:
        ValueError: one of the two parts would be empty, or val_count is negative.

    Example:
        >>> x, y = torch.arange(6.0), torch.arange(6) * 10
        >>> train, val = train_val_split(x, y, 2, torch.Generator().manual_seed(0))
        >>> len(train[0]), len(val[0]), torch.cat([train[0], val[0]]).sort().values.tolist()
        (4, 2, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
        >>> bool((train[1] == 10 * train[0]).all() and (val[1] == 10 * val[0]).all())
        True

    Nothing is forbidden. torch.randperm(n, generator=generator) gives the numbers 0 to n - 1 in some order.

    Check it with `pytest --exercise train_val_split`, get a hint with `torchgrade hint train_val_split`.
    """
    # TODO: your code here
    raise NotImplementedError
