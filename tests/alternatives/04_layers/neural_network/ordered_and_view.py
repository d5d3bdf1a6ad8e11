"""Adds the layers one by one, and flattens with view."""

from torch import nn


class NeuralNetwork(nn.Module):
    def __init__(self):
        super(NeuralNetwork, self).__init__()
        self.linear_relu_stack = nn.Sequential()
        sizes = [784, 512, 512, 10]
        for i in range(3):
            self.linear_relu_stack.append(nn.Linear(sizes[i], sizes[i + 1]))
            if i < 2:
                self.linear_relu_stack.append(nn.ReLU(inplace=True))

    def forward(self, x):
        x = x.reshape(x.size(0), -1)
        for layer in self.linear_relu_stack:
            x = layer(x)
        return x
