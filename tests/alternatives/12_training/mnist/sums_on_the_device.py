"""Adds losses up as tensors, asks for numbers only at the end, and uses inference_mode."""

import torch


def train_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    losses, sizes = [], []
    for images, labels in loader:
        loss = loss_fn(model(images.to(device)), labels.to(device))
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        sizes.append(labels.shape[0])
    weights = torch.tensor(sizes, dtype=losses[0].dtype, device=losses[0].device)
    return ((torch.stack(losses) * weights).sum() / weights.sum()).item()


@torch.inference_mode()
def evaluate(model, loader, device):
    mode = model.training
    model.train(False)
    hits = []
    for images, labels in loader:
        hits.append(model(images.to(device)).max(dim=1).indices == labels.to(device))
    model.train(mode)
    return torch.cat(hits).double().mean().item()


def fit(model, train_loader, test_loader, optimizer, loss_fn, epochs, device):
    return [
        (train_epoch(model, train_loader, optimizer, loss_fn, device), evaluate(model, test_loader, device))
        for _ in range(epochs)
    ]
