"""An iterator class with a position of its own, and an order from sorted random numbers."""

import torch


class Epoch:
    def __init__(self, loader, order):
        self.loader = loader
        self.order = order
        self.position = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.position >= len(self.loader):
            raise StopIteration
        size = self.loader.batch_size
        piece = self.order[self.position * size : self.position * size + size]
        self.position += 1
        columns = None
        for i in piece:
            sample = self.loader.dataset[i]
            columns = columns or [[] for _ in sample]
            for column, item in zip(columns, sample):
                column.append(item.unsqueeze(0))
        return [torch.cat(column) for column in columns]


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=False, *, drop_last=False, generator=None):
        if batch_size <= 0:
            raise ValueError(batch_size)
        self.dataset, self.batch_size, self.generator = dataset, batch_size, generator
        self.shuffle, self.drop_last = shuffle, drop_last

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full + (rest > 0 and not self.drop_last)

    def __iter__(self):
        n = len(self.dataset)
        if not self.shuffle:
            return Epoch(self, list(range(n)))
        noise = torch.rand(n, generator=self.generator, dtype=torch.float64)
        return Epoch(self, noise.argsort().tolist())
