"""Uses F.linear for both halves, one sigmoid over everything, and skips what a missing state would add."""

import torch
import torch.nn.functional as F


class LSTMCell(torch.nn.Module):
    def __init__(self, input_size, hidden_size, bias=True):
        super().__init__()
        k = hidden_size**-0.5
        rows = 4 * hidden_size
        for name, shape in [("weight_ih", [rows, input_size]), ("weight_hh", [rows, hidden_size])]:
            setattr(self, name, torch.nn.Parameter(torch.rand(shape) * 2 * k - k))
        for name in ("bias_ih", "bias_hh"):
            self.register_parameter(name, torch.nn.Parameter(torch.rand(rows) * 2 * k - k) if bias else None)
        self.size = hidden_size

    def forward(self, input, hx=None):
        pre = F.linear(input, self.weight_ih, self.bias_ih)
        if hx is not None:
            pre = pre + F.linear(hx[0], self.weight_hh, self.bias_hh)
        elif self.bias_hh is not None:
            pre = pre + self.bias_hh
        gates = torch.sigmoid(pre)
        n = self.size
        new = gates.narrow(-1, 0, n) * torch.tanh(pre.narrow(-1, 2 * n, n))
        if hx is not None:
            new = torch.addcmul(new, gates.narrow(-1, n, n), hx[1])
        return gates.narrow(-1, 3 * n, n) * torch.tanh(new), new
