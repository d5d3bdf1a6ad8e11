"""Cuts the rows of every gate out of the weights, and computes one gate after the other."""

import torch
from torch import nn


class LSTMCell(nn.Module):
    def __init__(self, input_size, hidden_size, bias=True):
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.weight_ih = nn.Parameter(torch.empty(4 * hidden_size, input_size))
        self.weight_hh = nn.Parameter(torch.empty(4 * hidden_size, hidden_size))
        if bias:
            self.bias_ih = nn.Parameter(torch.empty(4 * hidden_size))
            self.bias_hh = nn.Parameter(torch.empty(4 * hidden_size))
        else:
            self.bias_ih = None
            self.bias_hh = None
        for p in self.parameters():
            nn.init.uniform_(p, -1 / hidden_size**0.5, 1 / hidden_size**0.5)

    def gate(self, number, x, h):
        rows = slice(number * self.hidden_size, (number + 1) * self.hidden_size)
        out = x.matmul(self.weight_ih[rows].t()) + h.matmul(self.weight_hh[rows].t())
        if self.bias_ih is not None:
            out = out + self.bias_ih[rows] + self.bias_hh[rows]
        return out

    def forward(self, input, hx=None):
        if hx is None:
            h = torch.zeros(*input.shape[:-1], self.hidden_size, device=input.device, dtype=input.dtype)
            c = torch.zeros_like(h)
        else:
            h, c = hx
        i = torch.sigmoid(self.gate(0, input, h))
        f = torch.sigmoid(self.gate(1, input, h))
        g = torch.tanh(self.gate(2, input, h))
        o = torch.sigmoid(self.gate(3, input, h))
        c = f * c + i * g
        h = o * torch.tanh(c)
        return h, c
