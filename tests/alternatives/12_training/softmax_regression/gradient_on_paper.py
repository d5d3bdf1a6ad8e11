"""The gradient of cross entropy is (probabilities - one-hot labels) / n."""

import torch


def softmax_regression(x, labels, num_classes, lr, epochs):
    n, features = x.shape
    w = torch.zeros(num_classes, features, dtype=x.dtype, device=x.device)
    b = torch.zeros(num_classes, dtype=x.dtype, device=x.device)
    target = torch.eye(num_classes, dtype=x.dtype, device=x.device)[labels]
    losses = []
    for _ in range(epochs):
        z = x @ w.t() + b
        logp = z - z.logsumexp(dim=1, keepdim=True)
        losses.append(-(target * logp).sum() / n)
        error = (logp.exp() - target) / n
        w = w - lr * error.t() @ x
        b = b - lr * error.sum(dim=0)
    return w, b, losses
