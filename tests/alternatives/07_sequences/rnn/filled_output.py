"""Transposes once to bring time to the front, and writes every state into a tensor made beforehand."""

import torch
from torch import nn


class RNN(nn.Module):
    def __init__(self, input_size, hidden_size, *, bias=True, batch_first=False):
        super().__init__()
        self.hidden_size = hidden_size
        self.batch_first = batch_first
        k = hidden_size**-0.5
        self.weight_ih_l0 = nn.Parameter(torch.empty(hidden_size, input_size).uniform_(-k, k))
        self.weight_hh_l0 = nn.Parameter(torch.empty(hidden_size, hidden_size).uniform_(-k, k))
        if bias:
            self.bias_ih_l0 = nn.Parameter(torch.empty(hidden_size).uniform_(-k, k))
            self.bias_hh_l0 = nn.Parameter(torch.empty(hidden_size).uniform_(-k, k))
        else:
            self.bias_ih_l0 = self.bias_hh_l0 = None

    def forward(self, input, hx=None):
        batched = input.dim() == 3
        x = input if batched else input.unsqueeze(1)
        if batched and self.batch_first:
            x = x.transpose(0, 1)
        length, batch = x.shape[:2]
        if hx is None:
            h = torch.zeros(batch, self.hidden_size, dtype=x.dtype, device=x.device)
        else:
            h = hx.reshape(batch, self.hidden_size)
        output = torch.empty(length, batch, self.hidden_size, dtype=x.dtype, device=x.device)
        for t in range(length):
            total = x[t] @ self.weight_ih_l0.T + h @ self.weight_hh_l0.T
            if self.bias_ih_l0 is not None:
                total = total + self.bias_ih_l0 + self.bias_hh_l0
            h = torch.tanh(total)
            output[t] = h
        if not batched:
            return output.squeeze(1), h
        if self.batch_first:
            output = output.transpose(0, 1)
        return output, h.unsqueeze(0)
