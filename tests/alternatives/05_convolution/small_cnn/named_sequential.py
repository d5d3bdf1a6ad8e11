"""A Sequential with named layers is a whole network by itself."""

from collections import OrderedDict

from torch import nn


class SmallCNN(nn.Sequential):
    def __init__(self, in_channels, image_size, num_classes):
        height, width = image_size
        numbers = 16 * int((height // 2 - 2) / 2) * int((width // 2 - 2) / 2)
        super().__init__(
            OrderedDict(
                conv1=nn.Conv2d(in_channels, 8, 3, padding=1),
                relu1=nn.ReLU(),
                pool1=nn.MaxPool2d(2),
                conv2=nn.Conv2d(8, 16, 3),
                relu2=nn.ReLU(),
                pool2=nn.MaxPool2d(2),
                flatten=nn.Flatten(),
                fc=nn.Linear(numbers, num_classes),
            )
        )
