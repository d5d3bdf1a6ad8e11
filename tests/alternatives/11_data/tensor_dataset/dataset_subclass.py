"""Inherits from torch's Dataset, as its tutorials do, and builds the tuple in a loop."""

from torch.utils.data import Dataset


class TensorDataset(Dataset):
    def __init__(self, *tensors):
        super().__init__()
        size = tensors[0].size(0)
        for t in tensors:
            assert t.size(0) == size, "sizes do not match"
        self.data = list(tensors)

    def __len__(self):
        return self.data[0].shape[0]

    def __getitem__(self, i):
        sample = []
        for t in self.data:
            sample.append(t[i])
        return tuple(sample)
