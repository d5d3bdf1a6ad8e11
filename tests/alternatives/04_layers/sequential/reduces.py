"""Folds the input over the layers, and takes the layers from named_children without removing repeats."""

import functools
from collections import OrderedDict

import torch


class Sequential(torch.nn.Module):
    def __init__(self, *args):
        super().__init__()
        layers = args[0] if len(args) == 1 and isinstance(args[0], dict) else {str(k): m for k, m in enumerate(args)}
        for name, layer in layers.items():
            self.register_module(name, layer)

    def _pairs(self):
        return list(vars(self)["_modules"].items())

    def forward(self, input):
        return functools.reduce(lambda x, pair: pair[1](x), self._pairs(), input)

    def __len__(self):
        return len(self._pairs())

    def __iter__(self):
        return (layer for _, layer in self._pairs())

    def __getitem__(self, idx):
        found = self._pairs()[idx]
        return self.__class__(OrderedDict(found)) if isinstance(idx, slice) else found[1]
