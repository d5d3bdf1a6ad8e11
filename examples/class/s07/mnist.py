import torch


def train_epoch(model, loader, optimizer, loss_fn, device):
    model.train()
    total_loss = 0
    n = 0
    for x, y in loader:
        x = x.to(device)
        y = y.to(device)
        pred = model(x)
        loss = loss_fn(pred, y)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(x)
        n += len(x)
    return total_loss / n


def evaluate(model, loader, device):
    was_training = model.training
    model.eval()
    correct, n = 0, 0
    with torch.no_grad():
        for x, y in loader:
            pred = model(x.to(device)).argmax(1)
            correct += (pred == y.to(device)).sum().item()
            n += len(x)
    model.train(was_training)
    return correct / n


def fit(model, train_loader, test_loader, optimizer, loss_fn, epochs, device):
    results = []
    for e in range(epochs):
        loss = train_epoch(model, train_loader, optimizer, loss_fn, device)
        acc = evaluate(model, test_loader, device)
        results.append((loss, acc))
    return results
