"""Writes the formula of the output size down as a function; pools before the ReLU, which gives the same."""

import torch
import torch.nn as nn
import torch.nn.functional as F


def out(size, kernel, stride, padding=0):
    return (size + 2 * padding - kernel) // stride + 1


class SmallCNN(nn.Module):
    def __init__(self, in_channels, image_size, num_classes):
        super().__init__()
        h, w = image_size
        h, w = out(h, 3, 1, 1), out(w, 3, 1, 1)
        h, w = out(h, 2, 2), out(w, 2, 2)
        h, w = out(h, 3, 1), out(w, 3, 1)
        h, w = out(h, 2, 2), out(w, 2, 2)
        self.conv1 = nn.Conv2d(in_channels, 8, (3, 3), stride=1, padding="same")
        self.conv2 = nn.Conv2d(8, 16, (3, 3))
        self.fc = nn.Linear(h * w * 16, num_classes)

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.conv1(x), kernel_size=2, stride=2))
        x = F.relu(F.max_pool2d(self.conv2(x), kernel_size=2, stride=2))
        x = x.view(x.size(0), -1)
        return self.fc(x)
