"""Early stopping: end the training when the validation loss has not become smaller for some time.

    better:  loss < best - min_delta

The training loss goes on falling while a model learns its examples by heart; the loss on other data tells when that
begins. The best epoch's model is the one to keep, so the class also says when a new best has been reached.
"""

import torch


class EarlyStopping:
    """Watch a loss, epoch after epoch, and say when to stop.

    Attributes:
        best: the best loss so far, a Python number; infinite before the first epoch.
        improved: whether the last epoch was better, and its model should be saved; False before the first.

    Example:
        >>> stopping = EarlyStopping(patience=2)
        >>> [stopping.step(loss) for loss in [0.9, 0.7, 0.8, 0.75]]
        [False, False, False, True]
        >>> stopping.best
        0.7

    Nothing is forbidden.

    Check it with `pytest --exercise early_stopping`, get a hint with `torchgrade hint early_stopping`.
    """

    def __init__(self, patience: int, min_delta: float = 0.0) -> None:
        """Remember how many bad epochs in a row end the training, and what gain is too small to count.

        Raises:
            ValueError: patience is below 1, or min_delta is negative.
        """
        # TODO: your code here
        raise NotImplementedError

    def step(self, loss: float | torch.Tensor) -> bool:
        """Take in an epoch's loss, a number or a tensor of shape (); return True if the training should stop now.

        It should stop as soon as `patience` epochs in a row were not better than the best. A NaN is never better.
        Who goes on all the same hears it again: after one more epoch that is not better the answer is True, too.
        """
        # TODO: your code here
        raise NotImplementedError
