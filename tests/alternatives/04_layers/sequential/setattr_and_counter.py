"""Assigns layers with setattr, walks with _modules, and counts positions in a loop of its own."""

from collections import OrderedDict

from torch import nn


class Sequential(nn.Module):
    def __init__(self, *args):
        super().__init__()
        if args and isinstance(args[0], OrderedDict):
            for key in args[0]:
                setattr(self, key, args[0][key])
        else:
            i = 0
            for module in args:
                setattr(self, str(i), module)
                i += 1

    def forward(self, x):
        out = x
        for name in self._modules:
            out = self._modules[name](out)
        return out

    def __len__(self):
        count = 0
        for _ in self._modules:
            count += 1
        return count

    def __iter__(self):
        for name in self._modules:
            yield self._modules[name]

    def __getitem__(self, idx):
        names = list(self._modules)
        if isinstance(idx, slice):
            part = Sequential()
            for name in names[idx]:
                part.add_module(name, self._modules[name])
            return part
        if idx < -len(names) or idx >= len(names):
            raise IndexError("no layer at this position")
        return self._modules[names[idx]]
