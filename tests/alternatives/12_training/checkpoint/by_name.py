"""Copies tensor by tensor, by name."""

import torch


def save_checkpoint(file, model, optimizer, epoch):
    tensors = dict(model.named_parameters()) | dict(model.named_buffers())
    tensors = {name: tensor.detach() for name, tensor in tensors.items()}
    torch.save(dict(tensors=tensors, optim=optimizer.state_dict(), done=torch.tensor(epoch)), file)


@torch.no_grad()
def load_checkpoint(file, model, optimizer):
    checkpoint = torch.load(file)
    for name, tensor in model.named_parameters():
        tensor.copy_(checkpoint["tensors"][name])
    for name, buffer in model.named_buffers():
        buffer.copy_(checkpoint["tensors"][name])
    optimizer.load_state_dict(checkpoint["optim"])
    return checkpoint["done"].item()
