"""Checks whole-number indices itself, and remembers the length."""

import torch


class TensorDataset:
    def __init__(self, *tensors):
        lengths = {t.shape[0] for t in tensors}
        if len(lengths) != 1:
            raise ValueError("all tensors need the same number of rows")
        (self.length,) = lengths
        self.columns = tensors

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        if isinstance(index, int) and not -self.length <= index < self.length:
            raise IndexError(f"there is no sample {index}")
        if isinstance(index, int):
            return tuple(map(lambda t: torch.select(t, 0, index), self.columns))
        return tuple(t.__getitem__(index) for t in self.columns)
