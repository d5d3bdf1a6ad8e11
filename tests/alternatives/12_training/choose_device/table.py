"""The first wish that comes true; cuda:0 is the same card under its full name."""

import torch


def choose_device(cuda, mps):
    wishes = [("cuda:0", cuda), ("mps", mps), ("cpu", True)]
    return next(torch.device(name) for name, there in wishes if there)
