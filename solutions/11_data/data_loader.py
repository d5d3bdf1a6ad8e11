"""DataLoader: one pass over a dataset, batch by batch, in a new order each time.

A pass over all samples is an epoch. With n samples and batches of b an epoch has

    ceil(n / b) batches, the last of which may be smaller,     or floor(n / b), if that one is dropped

Shuffling puts the samples in a random order before they are cut into batches, anew for every epoch. Samples
are read from the dataset only when their batch is asked for: a dataset may be larger than the memory.
"""

from collections.abc import Iterator, Sequence

import torch


class DataLoader:
    """Batches of a dataset's samples, with the names of torch.utils.data.DataLoader.

    Every `for` loop over it is one epoch. Two loops at the same time do not disturb each other.

    Example:
        >>> dataset = [(torch.tensor([1.0, 2.0]), torch.tensor(0)),
        ...            (torch.tensor([3.0, 4.0]), torch.tensor(1)),
        ...            (torch.tensor([5.0, 6.0]), torch.tensor(0))]
        >>> for x, y in DataLoader(dataset, batch_size=2):
        ...     print(x.tolist(), y.tolist())
        [[1.0, 2.0], [3.0, 4.0]] [0, 1]
        [[5.0, 6.0]] [0]

    Allowed: torch.stack, torch.randperm and whatever else you like.
    Not allowed: torch.utils.data.DataLoader, and the samplers and collate functions beside it.

    Check it with `pytest --exercise data_loader`, get a hint with `torchgrade hint data_loader`.
    """

    def __init__(
        self,
        dataset: Sequence[tuple[torch.Tensor, ...]],
        batch_size: int = 1,
        shuffle: bool = False,
        *,
        drop_last: bool = False,
        generator: torch.Generator | None = None,
    ) -> None:
        """Remember what to load.

        Args:
            dataset: has a length, and for every index from 0 to length - 1 a sample, a tuple of tensors; it
                need not understand slices or negative indices. What stands at one place in the tuple has
                the same shape in all samples.
            batch_size: samples a batch.
            shuffle: whether each epoch goes through the samples in a new random order.
            drop_last: whether a last batch with fewer than batch_size samples is left out.
            generator: what random orders are drawn from; None means torch's global generator.

        Raises:
            ValueError: batch_size is less than 1.
        """
        ### BEGIN SOLUTION
        if batch_size < 1:
            raise ValueError(f"batch_size is {batch_size}; a batch needs at least one sample")
        self.dataset, self.batch_size, self.shuffle = dataset, batch_size, shuffle
        self.drop_last, self.generator = drop_last, generator
        ### END SOLUTION

    def __len__(self) -> int:
        """Return the number of batches in an epoch."""
        ### BEGIN SOLUTION
        if self.drop_last:
            return len(self.dataset) // self.batch_size
        return (len(self.dataset) + self.batch_size - 1) // self.batch_size
        ### END SOLUTION

    def __iter__(self) -> Iterator[list[torch.Tensor]]:
        """Begin an epoch: give its batches one after the other.

        A batch is a list with one tensor for each place in a sample: the samples' tensors stacked along a new
        dimension 0.
        """
        ### BEGIN SOLUTION
        n = len(self.dataset)
        order = torch.randperm(n, generator=self.generator).tolist() if self.shuffle else range(n)
        for start in range(0, len(self) * self.batch_size, self.batch_size):
            samples = [self.dataset[i] for i in order[start : start + self.batch_size]]
            yield [torch.stack(column) for column in zip(*samples, strict=True)]
        ### END SOLUTION
