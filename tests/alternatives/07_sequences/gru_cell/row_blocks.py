"""Splits the weights into blocks of rows first, and pulls the new state towards the proposal with lerp."""

import torch
from torch import nn


class GRUCell(nn.Module):
    def __init__(self, input_size, hidden_size, bias=True):
        super().__init__()
        self.hidden_size = hidden_size
        self.weight_ih = nn.Parameter(torch.empty(3 * hidden_size, input_size))
        self.weight_hh = nn.Parameter(torch.empty(3 * hidden_size, hidden_size))
        self.bias_ih = nn.Parameter(torch.empty(3 * hidden_size)) if bias else None
        self.bias_hh = nn.Parameter(torch.empty(3 * hidden_size)) if bias else None
        bound = 1 / hidden_size**0.5
        with torch.no_grad():
            for p in self.parameters():
                p.uniform_(-bound, bound)

    def forward(self, input, hx=None):
        if hx is None:
            hx = torch.zeros(input.shape[:-1] + (self.hidden_size,)).to(input)
        W_ir, W_iz, W_in = self.weight_ih.split(self.hidden_size)
        W_hr, W_hz, W_hn = self.weight_hh.split(self.hidden_size)
        if self.bias_ih is None:
            b_ir = b_iz = b_in = b_hr = b_hz = b_hn = 0
        else:
            b_ir, b_iz, b_in = self.bias_ih.split(self.hidden_size)
            b_hr, b_hz, b_hn = self.bias_hh.split(self.hidden_size)
        r = torch.sigmoid(input @ W_ir.T + b_ir + hx @ W_hr.T + b_hr)
        z = torch.sigmoid(input @ W_iz.T + b_iz + hx @ W_hz.T + b_hz)
        n = torch.tanh(input @ W_in.T + b_in + r * (hx @ W_hn.T + b_hn))
        return torch.lerp(n, hx, z)
