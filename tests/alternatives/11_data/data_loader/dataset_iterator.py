"""Walks through the indices with an iterator, and takes batch_size of them at a time."""

import itertools
import math

import torch


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=False, *, drop_last=False, generator=None):
        if not batch_size > 0:
            raise ValueError("batch_size must be positive")
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.generator = generator

    def __len__(self):
        batches = len(self.dataset) / self.batch_size
        return math.floor(batches) if self.drop_last else math.ceil(batches)

    def __iter__(self):
        indices = range(len(self.dataset))
        if self.shuffle:
            indices = torch.randperm(len(self.dataset), generator=self.generator)
        walk = iter(indices)
        while piece := list(itertools.islice(walk, self.batch_size)):
            if len(piece) < self.batch_size and self.drop_last:
                return
            xs = [self.dataset[i] for i in piece]
            yield tuple(torch.stack([x[k] for x in xs]) for k in range(len(xs[0])))
