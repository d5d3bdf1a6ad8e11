# autograd.grad gives fresh gradients each time, so there is nothing to clear.
import torch


def train_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    parameters = [p for p in model.parameters() if p.requires_grad]
    loss_sum = 0.0
    count = 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        loss = loss_fn(model(x), y)
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters, allow_unused=True)):
            parameter.grad = gradient
        optimizer.step()
        loss_sum = loss_sum + loss.item() * x.size(0)
        count = count + x.size(0)
    return loss_sum / count


def evaluate(model, loader, device):
    before = model.training
    model.eval()
    try:
        with torch.no_grad():
            pairs = [(model(x.to(device)).argmax(dim=-1).cpu(), y.cpu()) for x, y in loader]
    finally:
        model.train(before)
    guesses, labels = (torch.cat(part) for part in zip(*pairs))
    return (guesses == labels).float().mean().item()


def fit(model, train_loader, test_loader, optimizer, loss_fn, epochs, device):
    history = []
    for epoch in range(epochs):
        mean_loss = train_epoch(model, train_loader, optimizer, loss_fn, device)
        history += [(mean_loss, evaluate(model, test_loader, device))]
    return history
