"""Reshapes the weights to (3, hidden, ...), lets einsum do all three products, and adds the step to the old state."""

import math

import torch


class GRUCell(torch.nn.Module):
    def __init__(self, input_size, hidden_size, bias=True):
        super().__init__()
        self.h = hidden_size
        k = 1.0 / math.sqrt(hidden_size)
        uniform = torch.distributions.Uniform(-k, k)
        self.weight_ih = torch.nn.Parameter(uniform.sample((3 * hidden_size, input_size)))
        self.weight_hh = torch.nn.Parameter(uniform.sample((3 * hidden_size, hidden_size)))
        for name in ["bias_ih", "bias_hh"]:
            self.register_parameter(
                name, torch.nn.Parameter(uniform.sample((3 * hidden_size,))) if bias else None
            )

    def forward(self, input, hx=None):
        single = input.dim() == 1
        x = input.unsqueeze(0) if single else input
        old = x.new_zeros(len(x), self.h) if hx is None else hx.reshape(-1, self.h)
        a = torch.einsum("ni,ghi->gnh", x, self.weight_ih.view(3, self.h, -1))
        b = torch.einsum("nj,ghj->gnh", old, self.weight_hh.view(3, self.h, self.h))
        if self.bias_ih is not None:
            a = a + self.bias_ih.view(3, 1, self.h)
            b = b + self.bias_hh.view(3, 1, self.h)
        gates = (a[:2] + b[:2]).sigmoid()
        proposal = (a[2] + gates[0] * b[2]).tanh()
        new = proposal + gates[1] * (old - proposal)
        return new.squeeze(0) if single else new
