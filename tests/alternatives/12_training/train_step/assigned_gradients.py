"""Asks autograd.grad for the gradients and puts them in place itself."""

import torch


def train_step(model, images, labels, optimizer, loss_fn):
    parameters = [p for p in model.parameters()]
    where = parameters[0].device
    model.train(True)
    with torch.enable_grad():
        loss = loss_fn(model(images.to(where, non_blocking=True)), labels.to(where, non_blocking=True))
    for p, g in zip(parameters, torch.autograd.grad(loss, parameters, allow_unused=True)):
        p.grad = g
    optimizer.step()
    return loss.detach().clone()
