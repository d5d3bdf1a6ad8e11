"""Uses the loss as a module, and exp of log_softmax for the probabilities."""

import torch
from torch import nn


def train_classifier(model, x, labels, lr, steps):
    criterion = nn.CrossEntropyLoss()
    losses = []
    for _ in range(steps):
        model.zero_grad()
        loss = criterion(model(x), labels)
        loss.backward()
        with torch.no_grad():
            for p in model.parameters():
                p -= lr * p.grad
        losses.append(loss.item())
    with torch.inference_mode():
        return losses, model(x).log_softmax(-1).exp()
