"""ReduceLROnPlateau: make the learning rate smaller when the loss does not get better any more.

    better ("min"):  value < best * (1 - threshold)        with threshold_mode "abs":  value < best - threshold
    better ("max"):  value > best * (1 + threshold)        with threshold_mode "abs":  value > best + threshold

These hold as they stand for values below 0 too, and are asked in every epoch.

After each epoch: a better value becomes the new best, and the count of bad epochs starts again at 0; otherwise the
count goes up by 1. During a cooldown (some epochs after each reduction) the count is kept at 0. As soon as there are
more bad epochs than `patience`, every learning rate becomes max(lr * factor, min_lr), the count starts again at 0,
and the cooldown begins.
"""

import torch


class ReduceLROnPlateau:
    """Reduce every group's learning rate on a plateau, as torch.optim.lr_scheduler.ReduceLROnPlateau.

    Example:
        >>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        >>> scheduler = ReduceLROnPlateau(optimizer, factor=0.5, patience=1)
        >>> for loss in [3.0, 2.0, 2.0, 2.0, 2.0]:
        ...     scheduler.step(loss)
        ...     print(optimizer.param_groups[0]["lr"])
        1.0
        1.0
        1.0
        0.5
        0.5

    Not allowed: torch.optim.lr_scheduler.

    Check it with `pytest --exercise reduce_lr_on_plateau`, get a hint with `torchgrade hint reduce_lr_on_plateau`.
    """

    def __init__(
        self,
        optimizer: torch.optim.Optimizer,
        mode: str = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: str = "rel",
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None:
        """Remember the options; before the first epoch the best is infinite: the first value is always better.

        Raises:
            ValueError: factor is 1 or more, or mode is neither "min" nor "max".
        """
        ### BEGIN SOLUTION
        if factor >= 1 or mode not in ("min", "max"):
            raise ValueError("factor must be below 1, and mode 'min' or 'max'")
        self.optimizer, self.factor, self.patience, self.min_lr = optimizer, factor, patience, min_lr
        self.threshold, self.relative, self.cooldown = threshold, threshold_mode == "rel", cooldown
        self.sign = 1 if mode == "min" else -1
        self.best, self.bad, self.resting = self.sign * float("inf"), 0, 0
        ### END SOLUTION

    def step(self, metrics: float | torch.Tensor) -> None:
        """An epoch is over: look at its value, a number or a tensor of shape (). A NaN is never better."""
        ### BEGIN SOLUTION
        value = float(metrics)
        bound = (
            self.best * (1 - self.sign * self.threshold) if self.relative else self.best - self.sign * self.threshold
        )
        if self.sign * value < self.sign * bound:
            self.best, self.bad = value, 0
        else:
            self.bad += 1
        if self.resting > 0:
            self.resting, self.bad = self.resting - 1, 0
        if self.bad > self.patience:
            for group in self.optimizer.param_groups:
                group["lr"] = max(group["lr"] * self.factor, self.min_lr)
            self.bad, self.resting = 0, self.cooldown
        ### END SOLUTION
