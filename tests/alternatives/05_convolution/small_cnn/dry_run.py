"""Sends one empty image through the blocks to see how large it comes out."""

import torch
from torch import nn


class SmallCNN(nn.Module):
    def __init__(self, in_channels, image_size, num_classes):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, 8, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(8, 16, kernel_size=3)
        self.pool = nn.MaxPool2d(2)
        self.relu = nn.ReLU(inplace=True)
        with torch.no_grad():
            numbers = self.features(torch.zeros(1, in_channels, *image_size)).shape[1]
        self.fc = nn.Linear(numbers, num_classes)

    def features(self, x):
        x = self.pool(self.relu(self.conv1(x)))
        x = self.pool(self.relu(self.conv2(x)))
        return torch.flatten(x, start_dim=1)

    def forward(self, x):
        return self.fc(self.features(x))
