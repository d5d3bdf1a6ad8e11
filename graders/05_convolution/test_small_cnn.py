"""SmallCNN, held against the same network with the same weights."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional


class _Net(torch.nn.Module):
    """The right network, with the parts that people get wrong as methods of their own."""

    def __init__(self, in_channels, image_size, num_classes):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(in_channels, 8, 3, padding=1)
        self.conv2 = torch.nn.Conv2d(8, 16, 3)
        self.fc = torch.nn.Linear(self.features(*image_size), num_classes)

    def features(self, height, width):
        return 16 * ((height // 2 - 2) // 2) * ((width // 2 - 2) // 2)

    def forward(self, x):
        x = self.block(self.block(x, self.conv1), self.conv2)
        return self.scores(x)

    def block(self, x, convolution):
        return F.max_pool2d(torch.relu(convolution(x)), 2)

    def scores(self, x):
        return self.fc(x.flatten(1))


exercise = Exercise("SmallCNN", reference=_Net)


@exercise.probe_with
def drive(SmallCNN, task, sizes, x=None, weights=None):
    """The shapes of a new model's parameters, or what a model with these weights makes of images."""
    model = SmallCNN(*sizes)
    if task == "parameters":
        return {name: list(parameter.shape) for name, parameter in model.named_parameters()}
    model = model.to(x.device, x.dtype)  # buffers of its own keep what the model put there
    return torch.func.functional_call(model, {**dict(model.named_buffers()), **weights}, (x,), strict=True)


@exercise.misconception(
    "fc for an image that only the poolings made smaller: conv2 has no padding", of=_Net, method="features"
)
def padded_everywhere(self, height, width):
    return 16 * (height // 4) * (width // 4)


@exercise.misconception("fc for the image as it came in: the poolings make it smaller", of=_Net, method="features")
def unpooled(self, height, width):
    return 16 * height * width


@exercise.misconception("fc for an image that was pooled once; there are two poolings", of=_Net, method="features")
def pooled_once(self, height, width):
    return 16 * (height // 2 - 2) * (width // 2 - 2)


@exercise.misconception("fc for the channels alone: every channel is still a small image", of=_Net, method="features")
def channels_only(self, height, width):
    return 16


@exercise.misconception("fc without the channels: 16 small images go into it, not one", of=_Net, method="features")
def one_channel(self, height, width):
    return _Net.features(self, height, width) // 16


@exercise.misconception("fc for a square image: the height is used twice", of=_Net, method="features")
def square(self, height, width):
    return _Net.features(self, height, height)


@exercise.misconception("fc for images of 28 x 28, whatever image_size was asked for", of=_Net, method="features")
def always_28(self, height, width):
    return 16 * 6 * 6


@exercise.misconception(
    "fc for an image of which each division was rounded up: pooling leaves a rest out", of=_Net, method="features"
)
def rounded_up(self, height, width):
    rows, columns = (-(-(-(-size // 2) - 2) // 2) for size in (height, width))
    return 16 * rows * columns


@exercise.misconception(
    "no ReLU: two convolutions after one another are only one larger convolution", of=_Net, method="block"
)
def no_relu(self, x, convolution):
    return F.max_pool2d(convolution(x), 2)


@exercise.misconception("average pooling in the place of max pooling", of=_Net, method="block")
def averaged(self, x, convolution):
    return F.avg_pool2d(torch.relu(convolution(x)), 2)


@exercise.misconception("a ReLU in the first block only", of=_Net, method="block")
def second_relu_forgotten(self, x, convolution):
    return F.max_pool2d(convolution(x) if convolution is self.conv2 else torch.relu(convolution(x)), 2)


@exercise.misconception(
    "softmax at the end: the scores are wanted as they are, cross entropy takes the softmax itself",
    of=_Net,
    method="scores",
)
def softmax_at_end(self, x):
    return _Net.scores(self, x).softmax(1)


@exercise.misconception("log-softmax at the end: the scores are wanted as they are", of=_Net, method="scores")
def log_softmax_at_end(self, x):
    return _Net.scores(self, x).log_softmax(1)


@exercise.misconception("a sigmoid at the end: the scores are wanted as they are", of=_Net, method="scores")
def sigmoid_at_end(self, x):
    return _Net.scores(self, x).sigmoid()


@exercise.misconception("a ReLU on the scores: every negative score becomes 0", of=_Net, method="scores")
def relu_at_end(self, x):
    return _Net.scores(self, x).relu()


@exercise.misconception("the batch flattened away: flatten(1) keeps dim 0", of=_Net, method="scores")
def batch_flattened(self, x):
    return self.fc(x.flatten())


@exercise.misconception("reading the numbers for fc in another order: channels last", of=_Net, method="scores")
def channels_last(self, x):
    return self.fc(x.permute(0, 2, 3, 1).flatten(1))


def drawn(draw, in_channels, image_size, num_classes, batch=2):
    """A batch of images, and weights of the right shapes."""
    sizes = (in_channels, image_size, num_classes)
    weights = {}
    for name, parameter in _Net(*sizes).named_parameters():
        weights[name] = draw.normal(*parameter.shape, std=parameter[0].numel() ** -0.5)
    return {"sizes": sizes, "x": draw.normal(batch, in_channels, *image_size), "weights": weights}


@check(
    3,
    "Follow one image through the network: which size has it after each layer?",
    "conv1 keeps the size, each pooling halves it (rounded down), conv2 takes 2 away.",
    "Each side becomes `(size // 2 - 2) // 2`, and fc gets 16 * rows * columns numbers. Or ask the layers: "
    "send `torch.zeros(1, in_channels, height, width)` through the blocks in __init__, and count.",
)
@pytest.mark.parametrize(
    "sizes",
    [(1, (12, 12), 10), (1, (28, 28), 10), (3, (32, 28), 5), (3, (28, 40), 2), (2, (15, 23), 7)],
    ids=str,
)
def test_parameters(verify, sizes):
    """has conv1, conv2 and fc with the right shapes, for any size of image"""
    verify("parameters", sizes)


@check(
    3,
    "After each convolution comes a ReLU, then the pooling; and nothing after fc.",
    "`x = max_pool2d(relu(self.conv1(x)), 2)`, the same with conv2, then `self.fc(x.flatten(1))`.",
)
@pytest.mark.parametrize("sizes", [(1, (10, 10), 3), (1, (12, 12), 10), (3, (14, 14), 4)], ids=str)
def test_scores(verify, draw, sizes):
    """gives the scores of square images"""
    verify("scores", **drawn(draw, *sizes))


@check(
    1,
    "Does your forward use a number that holds for one size of image or of batch only?",
    "flatten(1) keeps the batch, of whatever size, and puts the rest of each image into one row.",
)
@pytest.mark.parametrize(("sizes", "batch"), [((3, (11, 18), 4), 1), ((2, (17, 13), 1), 5)], ids=str)
def test_other_sizes(verify, draw, sizes, batch):
    """gives the scores of images that are not square, in a batch of any size"""
    verify("scores", **drawn(draw, *sizes, batch=batch))


@check(
    2,
    "Do all three layers take part, and does each keep its place in the graph?",
    "Use the layers that you made in __init__, with torch's own operations between them.",
)
@pytest.mark.parametrize("sizes", [(1, (10, 10), 3), (3, (12, 15), 4)], ids=str)
def test_gradients(verify, draw, sizes):
    """lets the gradient through to the images and to every parameter"""
    verify.gradients("scores", **drawn(draw, *sizes))


@check(
    1,
    "Are there tensors in your forward that are made there, on the CPU?",
    "Everything in forward comes from x and from the layers; they have the right dtype and device already.",
)
def test_contract(verify, draw):
    """keeps dtype and device, and leaves the images unchanged"""
    verify.contract("scores", **drawn(draw, 1, (12, 10), 3))
