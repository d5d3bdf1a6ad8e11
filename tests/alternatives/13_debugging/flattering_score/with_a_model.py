"""Uses nn.Linear and an optimizer, and a function that remembers the training samples' mean and deviation."""

import torch


def train_and_predict(train_x, train_y, test_x, lr, steps):
    mean, std = train_x.mean(0, keepdim=True), train_x.std(0, keepdim=True)

    def scaled(x):
        return x.sub(mean).div(std)

    model = torch.nn.Linear(train_x.shape[1], 1, device=train_x.device, dtype=train_x.dtype)
    for p in model.parameters():
        torch.nn.init.zeros_(p)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(model(scaled(train_x)).flatten(), train_y)
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        return model(scaled(test_x)).flatten()
