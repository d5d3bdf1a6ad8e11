"""Walks through each sample on its own, by recursion over its steps, with vectors in the place of matrices."""

import torch
from torch import nn


class RNN(nn.Module):
    def __init__(self, input_size, hidden_size, *, bias=True, batch_first=False):
        super().__init__()
        self.hidden_size, self.batch_first = hidden_size, batch_first
        k = 1 / hidden_size**0.5
        for name, *size in (("weight_ih_l0", hidden_size, input_size), ("weight_hh_l0", hidden_size, hidden_size)):
            self.register_parameter(name, nn.Parameter((torch.rand(size) * 2 - 1) * k))
        for name in ("bias_ih_l0", "bias_hh_l0"):
            self.register_parameter(name, nn.Parameter((torch.rand(hidden_size) * 2 - 1) * k) if bias else None)

    def unroll(self, steps, h):
        if not steps:
            return []
        total = self.weight_ih_l0 @ steps[0] + self.weight_hh_l0 @ h
        if self.bias_ih_l0 is not None:
            total = total + self.bias_ih_l0 + self.bias_hh_l0
        h = torch.tanh(total)
        return [h, *self.unroll(steps[1:], h)]

    def forward(self, input, hx=None):
        if input.dim() == 2:
            states = self.unroll(list(input), input.new_zeros(self.hidden_size) if hx is None else hx[0])
            return torch.stack(states), states[-1][None]
        samples = input if self.batch_first else input.transpose(0, 1)
        first = [None] * len(samples) if hx is None else [h[None] for h in hx[0]]
        done = [self(sample, h) for sample, h in zip(samples, first)]
        output = torch.stack([states for states, _ in done])
        return output if self.batch_first else output.transpose(0, 1), torch.stack([last for _, last in done], 1)
