"""Asks a copy of the model, so that the model itself never leaves its mode."""

import copy

import torch


def predict(model, x):
    twin = copy.deepcopy(model)
    twin.eval()
    with torch.no_grad():
        return twin(x).max(dim=1)[1]
