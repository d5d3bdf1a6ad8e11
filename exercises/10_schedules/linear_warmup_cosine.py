"""Warm up, then cool down: the schedule with which most transformers are trained.

    t < W:        lr = start * t / W                                                 a straight line from 0
    W <= t < T:   lr = min_lr + (start - min_lr) * (1 + cos(pi * (t - W) / (T - W))) / 2
    T <= t:       lr = min_lr

t counts the steps (often one a batch), W is warmup_steps and T is total_steps. Adam's averages know little in the
first steps, so these are kept small; afterwards half a cosine wave leads down to min_lr, and the end is the end.
"""

import math

import torch


class LinearWarmupCosine:
    """Set every group's learning rate along a straight line up and a cosine wave down.

    Example:
        >>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        >>> scheduler = LinearWarmupCosine(optimizer, warmup_steps=2, total_steps=6, min_lr=0.2)
        >>> for batch in range(7):
        ...     print([round(lr, 4) for lr in scheduler.get_last_lr()])
        ...     optimizer.step()
        ...     scheduler.step()
        [0.0]
        [0.5]
        [1.0]
        [0.8828]
        [0.6]
        [0.3172]
        [0.2]

    Nothing is forbidden.

    Check it with `pytest --exercise linear_warmup_cosine`, get a hint with `torchgrade hint linear_warmup_cosine`.
    """

    def __init__(
        self, optimizer: torch.optim.Optimizer, warmup_steps: int, total_steps: int, min_lr: float = 0.0
    ) -> None:
        """Take over an optimizer with one learning rate or several, and set those of step t = 0 at once.

        Raises:
            ValueError: unless 0 <= warmup_steps < total_steps.
        """
        # TODO: your code here
        raise NotImplementedError

    def step(self) -> None:
        """A step is over: set the learning rate of each group for the next one."""
        # TODO: your code here
        raise NotImplementedError

    def get_last_lr(self) -> list[float]:
        """The learning rates that are set now, one for each group."""
        # TODO: your code here
        raise NotImplementedError
