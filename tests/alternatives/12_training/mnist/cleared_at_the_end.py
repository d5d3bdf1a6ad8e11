"""Clears the gradients before the first batch and again after every step; keeps each module's own mode."""

import torch


def train_epoch(model, loader, optimizer, loss_fn, device):
    model.train(True)
    optimizer.zero_grad()
    total = 0
    seen = 0
    for batch in loader:
        images, labels = (part.to(device) for part in batch)
        loss = loss_fn(model(images), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        with torch.no_grad():
            total += len(labels) * loss.cpu().item()
        seen += len(labels)
    return float(total / seen)


def evaluate(model, loader, device):
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    right = seen = 0
    with torch.set_grad_enabled(False):
        for images, labels in loader:
            _, guess = torch.max(model(images.to(device)), 1)
            right += int(torch.sum(torch.eq(guess, labels.to(device))))
            seen += labels.numel()
    for module, mode in modes:
        module.training = mode
    return right / seen


def fit(model, train_loader, test_loader, optimizer, loss_fn, epochs, device):
    history = []
    while len(history) < epochs:
        loss = train_epoch(model, train_loader, optimizer, loss_fn, device)
        history.append((loss, evaluate(model, test_loader, device)))
    return history
