"""StepLR: from time to time the learning rate becomes smaller by a factor.

    lr after t epochs = lr at the start * gamma ** (t // step_size)

Large steps find the right region, small ones settle down in it. A schedule changes the numbers that an optimizer uses:
each group of parameters is a dictionary in the list `optimizer.param_groups`, and its learning rate is group["lr"].
"""

import torch


class StepLR:
    """Multiply every group's learning rate by gamma once in step_size epochs, as torch.optim.lr_scheduler.StepLR.

    Example:
        >>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        >>> scheduler = StepLR(optimizer, step_size=2, gamma=0.5)
        >>> for epoch in range(4):
        ...     optimizer.step()  # in training: many batches
        ...     scheduler.step()
        ...     print(scheduler.get_last_lr())
        [1.0]
        [0.5]
        [0.5]
        [0.25]

    Not allowed: torch.optim.lr_scheduler.

    Check it with `pytest --exercise step_lr`, get a hint with `torchgrade hint step_lr`.
    """

    def __init__(self, optimizer: torch.optim.Optimizer, step_size: int, gamma: float = 0.1) -> None:
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
