"""Batch norm after the convolutions, SGD with momentum."""

import torch.nn as nn
import torch.nn.functional as F
from torch.optim import SGD


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 5, stride=2, padding=2)
        self.norm1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 24, 3, padding=1)
        self.norm2 = nn.BatchNorm2d(24)
        self.out = nn.Linear(24 * 7 * 7, 10)

    def forward(self, x):
        x = F.relu(self.norm1(self.conv1(x)))
        x = F.max_pool2d(F.relu(self.norm2(self.conv2(x))), 2)
        return self.out(x.view(-1, 24 * 7 * 7))


def train_cnn(batches):
    net = Net()
    net.train()
    optimizer = SGD(net.parameters(), lr=0.03, momentum=0.9)
    criterion = nn.CrossEntropyLoss()
    history = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        history.append(float(loss.detach()))
    net.eval()
    return net, history
