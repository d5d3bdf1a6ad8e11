import torch


def fit(x, y, lr, epochs):
    # the gradient of the mean of e^2 is 2/n X^T e, so autograd can stay at home
    weight = x.new_zeros(x.shape[1])
    bias = x.new_zeros(())
    losses = []
    for _ in range(epochs):
        e = torch.mv(x, weight) + bias - y
        losses.append(float((e**2).mean()))
        weight = weight - lr * 2 * (x.T @ e) / len(y)
        bias = bias - lr * 2 * e.mean()
    return weight, bias, losses
