"""A decorator instead of a with block, softmax before argmax, and modes kept by name."""

import torch


@torch.no_grad()
def predict(model, x):
    modes = {name: module.training for name, module in model.named_modules()}
    probabilities = torch.softmax(model.eval()(x), dim=1)
    for name, module in model.named_modules():
        module.training = modes[name]
    return torch.argmax(probabilities, dim=1)
