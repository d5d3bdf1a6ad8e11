"""A small convolutional network: two blocks of convolution, ReLU and pooling, then one linear layer.

    conv1   in_channels -> 8 channels, kernel 3, padding 1     relu     max pooling by 2
    conv2   8 -> 16 channels, kernel 3, no padding             relu     max pooling by 2
    flatten
    fc      16 * rows * columns -> num_classes                 its results are the scores, as they are

rows and columns are what two convolutions and two poolings leave of the image's height and width. A Linear
layer must know them when it is made: work them out from image_size, with the formula of conv_output_size.
"""

import torch


class SmallCNN(torch.nn.Module):
    """Scores images of one fixed size.

    The layers are called conv1, conv2 and fc, so that the state_dict has the keys conv1.weight, conv1.bias, ...

    Example:
        >>> model = SmallCNN(in_channels=3, image_size=(32, 28), num_classes=5)
        >>> model.fc
        Linear(in_features=672, out_features=5, bias=True)
        >>> model(torch.zeros(2, 3, 32, 28)).shape
        torch.Size([2, 5])

    Nothing is forbidden: use torch.nn.Conv2d, torch.nn.Linear, max pooling and ReLU of torch. All parameters
    have their shapes once the model is made, so a lazy layer does not fit here.

    Check it with `pytest --exercise small_cnn`, get a hint with `torchgrade hint small_cnn`.
    """

    def __init__(self, in_channels: int, image_size: tuple[int, int], num_classes: int) -> None:
        """Make the layers; image_size is (height, width), each 10 or more."""
        super().__init__()
        ### BEGIN SOLUTION
        self.conv1 = torch.nn.Conv2d(in_channels, 8, 3, padding=1)
        self.conv2 = torch.nn.Conv2d(8, 16, 3)
        # conv1 keeps the size, pooling halves it, conv2 takes 2 away, and pooling halves again.
        rows, columns = ((size // 2 - 2) // 2 for size in image_size)
        self.fc = torch.nn.Linear(16 * rows * columns, num_classes)
        ### END SOLUTION

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Turn images (batch, in_channels, height, width) into scores (batch, num_classes)."""
        ### BEGIN SOLUTION
        x = torch.nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = torch.nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        return self.fc(x.flatten(1))
        ### END SOLUTION
