"""A tuple in a file; clones everything first, and loads to where the model is."""

import copy

import torch


def save_checkpoint(file, model, optimizer, epoch):
    torch.save((epoch, copy.deepcopy(model.state_dict()), copy.deepcopy(optimizer.state_dict())), file)


def load_checkpoint(file, model, optimizer):
    device = next(model.parameters()).device
    epoch, weights, state = torch.load(file, map_location=device, weights_only=True)
    optimizer.load_state_dict(state)
    model.load_state_dict(weights)
    return epoch
