"""Has a way of its own to be looped over."""


class TensorDataset:
    def __init__(self, *tensors):
        for one, other in zip(tensors, tensors[1:]):
            if len(one) != len(other):
                raise ValueError("lengths differ")
        self.tensors = tensors

    def __len__(self):
        return len(self.tensors[0])

    def __iter__(self):
        return zip(*self.tensors)

    def __getitem__(self, index):
        return tuple([t[index, ...] for t in self.tensors])
