"""Numbers the batches, and swaps indices by hand for a random order."""

import torch


def shuffled(n, generator):
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = torch.randint(i + 1, (), generator=generator).item()
        order[i], order[j] = order[j], order[i]
    return order


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=False, *, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("need at least one sample a batch")
        self.__dict__.update(locals())

    def __len__(self):
        n = len(self.dataset)
        return -(-n // self.batch_size) if not self.drop_last else n // self.batch_size

    def __iter__(self):
        n = len(self.dataset)
        order = shuffled(n, self.generator) if self.shuffle else list(range(n))
        for k in range(len(self)):
            samples = [self.dataset[order[j]] for j in range(k * self.batch_size, min((k + 1) * self.batch_size, n))]
            yield list(map(torch.stack, map(list, zip(*samples))))
