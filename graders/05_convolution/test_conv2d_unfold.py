"""conv2d_unfold, held against torch.nn.functional.conv2d; its work is counted in calls of torch."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional


class _Right:
    """The right way, with the parts that people get wrong as methods of their own."""

    def __call__(self, x, weight, bias=None, stride=1, padding=0, dilation=1):
        (kh, kw), sizes = weight.shape[2:], []
        for i, k in enumerate((kh, kw)):
            s, p, d = (v if isinstance(v, int) else v[i] for v in (stride, padding, dilation))
            sizes.append((x.shape[2 + i] + 2 * p - d * (k - 1) - 1) // s + 1)
        columns = F.unfold(x, (kh, kw), dilation=dilation, padding=padding, stride=stride)
        y = self.product(weight, columns)
        return self.fold(y if bias is None else self.add(y, bias), *sizes)

    def product(self, weight, columns):
        return weight.flatten(1) @ columns

    def add(self, y, bias):
        return y + bias[:, None]

    def fold(self, y, rows, columns):
        return y.reshape(*y.shape[:2], rows, columns)


exercise = Exercise("conv2d_unfold", reference=_Right(), forbidden=("aten::*conv*", "torch.nn.functional.conv2d"))


@exercise.probe_with
def drive(conv2d_unfold, task, x, weight, *rest, **options):
    """The result itself; or for "work" also how much work it was, on x and on an image nine times as large."""
    if isinstance(conv2d_unfold, type):
        conv2d_unfold = conv2d_unfold()  # ours are classes with __call__
    if task == "values":
        return conv2d_unfold(x, weight, *rest, **options)

    class Counting(torch.utils._python_dispatch.TorchDispatchMode):
        def __init__(self):
            super().__init__()
            self.calls, self.products = 0, 0

        def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
            name = operation.overloadpacket.__name__
            self.calls += 1
            self.products += name in ("mm", "bmm", "addmm", "baddbmm", "addbmm", "mv", "addmv", "dot", "vdot")
            return operation(*args, **(kwargs or {}))

    def counted(image):
        with Counting() as counting:
            result = conv2d_unfold(image, weight, *rest, **options)
        return result, counting

    (result, small), (_, large) = counted(x), counted(x.repeat(1, 1, 3, 3))
    return {
        "result": result,
        "calls of torch that a larger image needs beyond those of a small one": max(0, large.calls - small.calls),
        "matrix products": small.products,
    }


@exercise.misconception(
    "the kernel laid out in another order than the columns, which have channel, row, column",
    of=_Right,
    method="product",
)
def channels_last(self, weight, columns):
    return weight.permute(0, 2, 3, 1).flatten(1) @ columns


@exercise.misconception("the kernel transposed: its height taken for its width", of=_Right, method="product")
def transposed(self, weight, columns):
    return weight.transpose(2, 3).flatten(1) @ columns


@exercise.misconception(
    "true convolution, with the kernel flipped; torch does not flip it", of=_Right, method="product"
)
def flipped(self, weight, columns):
    return weight.flip(-1, -2).flatten(1) @ columns


@exercise.misconception(
    "reading weight row by row as if it were (in_channels * height * width, out_channels)", of=_Right, method="product"
)
def reshaped_not_transposed(self, weight, columns):
    return weight.reshape(-1, len(weight)).T @ columns


@exercise.misconception("the mean over the patch where the sum is asked for", of=_Right, method="product")
def averaged(self, weight, columns):
    return weight.flatten(1) @ columns / columns.shape[1]


@exercise.misconception("one matrix product for every image of the batch, in a loop", of=_Right, method="product")
def image_by_image(self, weight, columns):
    return torch.stack([weight.flatten(1) @ image for image in columns])


@exercise.misconception("one product for every place of the window, in a loop", of=_Right, method="product")
def place_by_place(self, weight, columns):
    return torch.stack([torch.einsum("ok,nk->no", weight.flatten(1), patch) for patch in columns.unbind(2)], 2)


@exercise.misconception("forgetting the bias", of=_Right, method="add")
def bias_forgotten(self, y, bias):
    return y


@exercise.misconception("height and width of the output swapped: the places come row by row", of=_Right, method="fold")
def column_by_column(self, y, rows, columns):
    return y.reshape(*y.shape[:2], columns, rows).transpose(2, 3)


@exercise.misconception(
    "batch and channels mixed: reshape does not reorder, and y is (batch, out_channels, places)",
    of=_Right,
    method="fold",
)
def batch_mixed(self, y, rows, columns):
    return y.transpose(0, 1).reshape(*y.shape[:2], rows, columns)


@exercise.misconception("the stride not handed on to unfold", of=_Right, method="__call__")
def stride_forgotten(self, x, weight, bias=None, stride=1, padding=0, dilation=1):
    return F.conv2d(x, weight, bias, 1, padding, dilation)


@exercise.misconception("the padding not handed on to unfold", of=_Right, method="__call__")
def padding_forgotten(self, x, weight, bias=None, stride=1, padding=0, dilation=1):
    return F.conv2d(x, weight, bias, stride, 0, dilation)


@exercise.misconception("the dilation not handed on to unfold", of=_Right, method="__call__")
def dilation_forgotten(self, x, weight, bias=None, stride=1, padding=0, dilation=1):
    return F.conv2d(x, weight, bias, stride, padding, 1)


@exercise.misconception(
    "unfold's dilation, padding and stride given in the order of conv2d: stride, padding, dilation",
    of=_Right,
    method="__call__",
)
def wrong_order(self, x, weight, bias=None, stride=1, padding=0, dilation=1):
    return _Right.__call__(self, x, weight, bias, dilation, padding, stride)


@check(
    3,
    "Print `torch.nn.functional.unfold(x, (kh, kw)).shape`: what is in one column?",
    "A column holds one patch: all its channels, rows and columns. `weight.flatten(1)` holds each kernel so.",
    "`y = weight.flatten(1) @ columns`, then reshape the places of y into rows and columns.",
)
@pytest.mark.parametrize(
    ("image", "kernel"),
    [
        ((1, 1, 2, 2), (1, 1, 2, 2)),
        ((1, 1, 3, 4), (1, 1, 2, 2)),
        ((1, 2, 4, 3), (3, 2, 1, 2)),
        ((2, 3, 4, 6), (2, 3, 2, 3)),
    ],
    ids=str,
)
def test_values(verify, draw, image, kernel):
    """gives each place of the window its weighted sum, with and without a bias"""
    verify("values", draw.normal(*image), draw.normal(*kernel))
    verify("values", draw.normal(*image), draw.normal(*kernel), draw.normal(kernel[0]))


@check(
    2,
    "unfold takes dilation, padding and stride itself; in which order?",
    "Name them: `unfold(x, kernel, dilation=dilation, padding=padding, stride=stride)`.",
    "The number of rows is `(height + 2 * padding - dilation * (kh - 1) - 1) // stride + 1`, and the width is -1.",
)
@pytest.mark.parametrize(
    ("stride", "padding", "dilation"),
    [(2, 0, 1), (1, 1, 1), (1, 0, 2), ((1, 2), (2, 0), 1), (2, 1, (2, 1)), ((3, 2), (1, 3), (1, 2))],
    ids=str,
)
def test_options(verify, draw, stride, padding, dilation):
    """takes stride, padding and dilation, as numbers and as pairs"""
    verify("values", draw.normal(2, 2, 7, 6), draw.normal(3, 2, 2, 3), draw.normal(3), stride, padding, dilation)


@check(
    2,
    "Is there a `for` in your code that runs over places, images or channels?",
    "A matrix times a batch of matrices is one product: `weight.flatten(1) @ columns` does every image at once.",
)
def test_work(verify, draw):
    """needs one matrix product for the whole batch, and no more calls of torch for a larger image"""
    verify("work", draw.normal(3, 2, 4, 5), draw.normal(4, 2, 2, 3), draw.normal(4))
    verify("work", draw.normal(2, 2, 5, 4), draw.normal(3, 2, 3, 3), None, 1, 1)


@check(
    2,
    "Stay inside torch operations: .item(), .data and numpy cut the gradient.",
    "unfold has a gradient: a pixel in several columns gets the sum of theirs.",
)
@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), ((1, 2), (2, 0))], ids=str)
def test_gradients(verify, draw, stride, padding):
    """lets the gradient through to x, weight and bias"""
    verify.gradients("values", draw.normal(2, 2, 5, 4), draw.normal(3, 2, 2, 3), draw.normal(3), stride, padding)


@check(1, "Make new tensors with the input's dtype and device, and leave the inputs as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, leaves its inputs unchanged, and takes transposed images"""
    verify.contract("values", draw.normal(1, 2, 4, 3), draw.normal(2, 2, 2, 2), draw.normal(2), padding=1)
    verify.contract("values", draw.normal(1, 1, 3, 3), draw.normal(2, 1, 2, 2))  # a bias can hide float32 columns
    verify("values", draw.normal(2, 2, 4, 3).transpose(2, 3), draw.normal(3, 2, 2, 3))


def many_images(draw):
    return "values", draw.normal(4, 16, 32, 32), draw.normal(32, 16, 3, 3), draw.normal(32), 1, 1


@check(1, "One unfold, one product for the whole batch, one reshape: a loop costs most.", speed=True)
def test_speed(verify, draw):
    """takes at most 20 times as long as torch's own conv2d"""
    verify.speed(within=20, against=F.conv2d)(*many_images(draw))


@check(1, "How many calls of torch does one answer need, and which of them copy a whole tensor?", speed=True)
def test_high_speed(verify, draw):
    """takes at most 8 times as long as torch's own conv2d"""
    verify.speed(within=8, against=F.conv2d)(*many_images(draw))
