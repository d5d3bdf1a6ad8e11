"""TensorDataset: tensors that belong together, handed out sample by sample.

A dataset is anything with a length and with an item for every index from 0 to length - 1. Here the samples
lie in tensors, say all images in one and all labels in another, and sample i is row i of each of them:

    dataset[i] = (tensors[0][i], tensors[1][i], ...)
"""

import torch


class TensorDataset:
    """Tensors with the same number of rows as one dataset, as torch.utils.data.TensorDataset has it.

    Example:
        >>> images, labels = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), torch.tensor([7, 8, 9])
        >>> dataset = TensorDataset(images, labels)
        >>> len(dataset)
        3
        >>> dataset[1]
        (tensor([3., 4.]), tensor(8))

    Allowed: indexing, and torch.utils.data.Dataset to inherit from, if you like.
    Not allowed: torch.utils.data.TensorDataset and the other ready-made datasets beside it.

    Check it with `pytest --exercise tensor_dataset`, get a hint with `torchgrade hint tensor_dataset`.
    """

    def __init__(self, *tensors: torch.Tensor) -> None:
        """Keep the tensors: one or more, of any shapes and dtypes, but with the same size in dimension 0.

        Raises:
            ValueError: the sizes differ (an AssertionError, as torch has it, is right too).
        """
        # TODO: your code here
        raise NotImplementedError

    def __len__(self) -> int:
        """Return the number of samples."""
        # TODO: your code here
        raise NotImplementedError

    def __getitem__(self, index: int | slice | torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return what each tensor has at the index, as a tuple with one entry a tensor.

        An index may be whatever a tensor can be indexed with; -1 is the last sample.

        Raises:
            IndexError: there is no such sample. A `for` loop over the dataset ends by this error.
        """
        # TODO: your code here
        raise NotImplementedError
