"""CosineAnnealingLR: the learning rate follows half a cosine wave, from its start down to eta_min.

    lr after t epochs = eta_min + (lr at the start - eta_min) * (1 + cos(pi * t / T_max)) / 2

It falls slowly at first, fastest in the middle, and slowly again at the end. After T_max epochs it is eta_min; whoever
goes on sees the second half of the wave: it rises again, until it is at its start after 2 * T_max epochs.
"""

import math

import torch


class CosineAnnealingLR:
    """Set every group's learning rate on a cosine wave, as torch.optim.lr_scheduler.CosineAnnealingLR.

    Example:
        >>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        >>> scheduler = CosineAnnealingLR(optimizer, T_max=4, eta_min=0.2)
        >>> for epoch in range(4):
        ...     optimizer.step()  # in training: many batches
        ...     scheduler.step()
        ...     print([round(lr, 4) for lr in scheduler.get_last_lr()])
        [0.8828]
        [0.6]
        [0.3172]
        [0.2]

    Not allowed: torch.optim.lr_scheduler.

    Check it with `pytest --exercise cosine_annealing_lr`, get a hint with `torchgrade hint cosine_annealing_lr`.
    """

    def __init__(self, optimizer: torch.optim.Optimizer, T_max: int, eta_min: float = 0.0) -> None:
        """Take over an optimizer, with one learning rate or several; nothing changes yet."""
        # TODO: your code here
        raise NotImplementedError

    def step(self) -> None:
        """An epoch is over: set the learning rate of each group for the next one."""
        # TODO: your code here
        raise NotImplementedError

    def get_last_lr(self) -> list[float]:
        """The learning rates that are set now, one for each group."""
        # TODO: your code here
        raise NotImplementedError
