"""The exact form by erfc of the mirrored number, the other by tanh and the third power."""

import torch


def gelu(input, approximate="none"):
    match approximate:
        case "none":
            return 0.5 * input * torch.special.erfc(-input * 0.5**0.5)
        case "tanh":
            cube = torch.pow(input, 3)
            return 0.5 * input * (1.0 + torch.tanh(0.7978845608028654 * (input + 0.044715 * cube)))
    raise RuntimeError("approximate argument must be either none or tanh.")
