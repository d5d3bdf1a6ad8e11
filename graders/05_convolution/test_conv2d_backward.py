"""conv2d_backward, held against autograd through torch.nn.functional.conv2d."""

import pytest
import torch

from torchgrade import Exercise, check

F = torch.nn.functional


def by_autograd(x, weight, grad_out, stride=1, padding=0):
    x, weight = x.detach().requires_grad_(), weight.detach().requires_grad_()
    bias = weight.new_zeros(len(weight), requires_grad=True)
    y = torch.nn.functional.conv2d(x, weight, bias, stride, padding)
    return torch.autograd.grad(y, (x, weight, bias), grad_out)


exercise = Exercise(
    "conv2d_backward",
    reference=by_autograd,
    forbidden=(
        "aten::*conv*",
        "torch.autograd.graph",  # torch.autograd.grad and backward both go through it
        "torch.autograd.forward_ad",
        "torch.func",
        "torch.Tensor.grad_fn",
    ),
)
exercise.equivalent(
    "grad_padded was made here, and nobody else sees it",
    "grad_x = grad_padded[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]].clone() -> grad_x = "
    "grad_padded[:, :, ph:ph + x.shape[2], pw:pw + x.shape[3]]",
)


def pair(value):
    """(vertical, horizontal) of a number or a pair."""
    return (value, value) if isinstance(value, int) else tuple(value)


@exercise.misconception("grad_x by sliding the kernel over grad_out as it is; backwards, it has to be flipped")
def flipped(x, weight, grad_out, stride=1, padding=0):
    grad_x, _, _ = by_autograd(x, weight.flip(-1, -2), grad_out, stride, padding)
    return grad_x, *by_autograd(x, weight, grad_out, stride, padding)[1:]


@exercise.misconception("grad_x written with = where windows overlap: each window's part has to be added")
def overwritten(x, weight, grad_out, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    grad = F.pad(torch.zeros_like(x), (pw, pw, ph, ph))
    for i in range(grad_out.shape[2]):
        for j in range(grad_out.shape[3]):
            part = torch.einsum("no,ocab->ncab", grad_out[:, :, i, j], weight)
            grad[:, :, i * sh : i * sh + weight.shape[2], j * sw : j * sw + weight.shape[3]] = part
    cut = grad[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]
    return cut, *by_autograd(x, weight, grad_out, stride, padding)[1:]


@exercise.misconception("the gradient of the padded image: the frame is to be cut off again")
def frame_kept(x, weight, grad_out, stride=1, padding=0):
    ph, pw = pair(padding)
    return by_autograd(F.pad(x, (pw, pw, ph, ph)), weight, grad_out, stride)


@exercise.misconception("the frame cut off by [ph:-ph], which leaves nothing where ph is 0: say where the image ends")
def cut_to_nothing(x, weight, grad_out, stride=1, padding=0):
    grad_x, *others = by_autograd(x, weight, grad_out, stride, padding)
    ph, pw = pair(padding)
    return grad_x[:, :, : None if ph else 0, : None if pw else 0], *others


@exercise.misconception("grad_weight from the image without its padding")
def weight_unpadded(x, weight, grad_out, stride=1, padding=0):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    far = F.pad(x, (0, 2 * pw, 0, 2 * ph))  # the window starts on the first pixel, not in the frame
    grad_weight = by_autograd(far, weight, grad_out, (sh, sw))[1]
    grad_x, _, grad_bias = by_autograd(x, weight, grad_out, stride, padding)
    return grad_x, grad_weight, grad_bias


@exercise.misconception("the stride forgotten in grad_weight: neighbouring pixels, where windows lie a stride apart")
def weight_unstrided(x, weight, grad_out, stride=1, padding=0):
    grad_x, _, grad_bias = by_autograd(x, weight, grad_out, stride, padding)
    ph, pw = pair(padding)
    near = F.pad(x, (pw, pw, ph, ph))[:, :, : grad_out.shape[2] + weight.shape[2] - 1]
    near = near[:, :, :, : grad_out.shape[3] + weight.shape[3] - 1]
    return grad_x, by_autograd(near, weight, grad_out)[1], grad_bias


@exercise.misconception("the stride forgotten in grad_x: the windows' parts lie side by side")
def x_unstrided(x, weight, grad_out, stride=1, padding=0):
    ph, pw = pair(padding)
    near = by_autograd(
        F.pad(x, (pw, pw, ph, ph))[:, :, : grad_out.shape[2] + weight.shape[2] - 1][
            :, :, :, : grad_out.shape[3] + weight.shape[3] - 1
        ],
        weight,
        grad_out,
    )[0]
    grad = F.pad(torch.zeros_like(x), (pw, pw, ph, ph))
    grad[:, :, : near.shape[2], : near.shape[3]] = near
    cut = grad[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]
    return cut, *by_autograd(x, weight, grad_out, stride, padding)[1:]


@exercise.misconception("the stride read as (horizontal, vertical); torch puts the vertical step first")
def stride_swapped(x, weight, grad_out, stride=1, padding=0):
    sideways = [tensor.transpose(2, 3) for tensor in (x, weight)]
    return by_autograd(sideways[0], sideways[1], grad_out.transpose(2, 3), stride, padding)


@exercise.misconception("the mean over the batch, where a gradient is the sum over all samples")
def mean_over_batch(x, weight, grad_out, stride=1, padding=0):
    grad_x, grad_weight, grad_bias = by_autograd(x, weight, grad_out, stride, padding)
    return grad_x, grad_weight / len(x), grad_bias / len(x)


@exercise.misconception("grad_bias as a mean, where it is a sum over images and places")
def bias_mean(x, weight, grad_out, stride=1, padding=0):
    grad_x, grad_weight, _ = by_autograd(x, weight, grad_out, stride, padding)
    return grad_x, grad_weight, grad_out.mean((0, 2, 3))


@exercise.misconception("grad_bias summed over the batch alone, and not over the places")
def bias_unsummed(x, weight, grad_out, stride=1, padding=0):
    grad_x, grad_weight, _ = by_autograd(x, weight, grad_out, stride, padding)
    return grad_x, grad_weight, grad_out.sum(0)


@exercise.misconception("a loss that is the sum of y: grad_out is taken for ones")
def upstream_ignored(x, weight, grad_out, stride=1, padding=0):
    return by_autograd(x, weight, torch.ones_like(grad_out), stride, padding)


@exercise.misconception("the gradients in another order: grad_x comes first, then grad_weight, then grad_bias")
def other_order(x, weight, grad_out, stride=1, padding=0):
    grad_x, grad_weight, grad_bias = by_autograd(x, weight, grad_out, stride, padding)
    return grad_weight, grad_bias, grad_x


@exercise.misconception("gradients made with torch.zeros alone: always float32, always on the CPU")
def default_zeros(x, weight, grad_out, stride=1, padding=0):
    found = by_autograd(x, weight, grad_out, stride, padding)
    return tuple(torch.zeros(gradient.shape).copy_(gradient) for gradient in found)


def drawn(draw, image, kernel, stride=1, padding=0):
    """x, weight and a grad_out of the right shape."""
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    rows, columns = (image[2] + 2 * ph - kernel[2]) // sh + 1, (image[3] + 2 * pw - kernel[3]) // sw + 1
    upstream = draw.normal(image[0], kernel[0], rows, columns)
    return draw.normal(*image), draw.normal(*kernel), upstream


@check(
    2,
    "With a kernel of 1 x 1 there is one place for each pixel: what is the gradient then?",
    "Each product belongs to one weight and one pixel: its gradient goes, times the other factor, to both.",
    "grad_weight is `einsum('noij,ncij->oc', grad_out, x)`, grad_x is `einsum('noij,oc->ncij', grad_out, weight)`.",
)
@pytest.mark.parametrize(
    ("image", "kernel"),
    [((1, 1, 1, 1), (1, 1, 1, 1)), ((2, 1, 2, 3), (1, 1, 1, 1)), ((2, 3, 2, 4), (2, 3, 1, 1))],
    ids=str,
)
def test_one_pixel(verify, draw, image, kernel):
    """gives grad_x, grad_weight and grad_bias for kernels of 1 x 1"""
    verify(*drawn(draw, image, kernel))


@check(
    3,
    "How many windows does the pixel in the middle of a 3 x 3 image lie in, if the kernel is 2 x 2?",
    "Go over the weights of the kernel: weight[:, :, a, b] met the pixels from row a and column b on.",
    "Start grad_x with zeros and add (`+=`) each part: windows overlap, so that a pixel gets several.",
)
@pytest.mark.parametrize(
    ("image", "kernel"),
    [
        ((1, 1, 1, 3), (1, 1, 1, 2)),
        ((1, 1, 3, 3), (1, 1, 2, 2)),
        ((1, 2, 4, 5), (3, 2, 2, 3)),
        ((3, 2, 5, 4), (2, 2, 3, 2)),
    ],
    ids=str,
)
def test_windows(verify, draw, image, kernel):
    """adds up what every window sends back"""
    verify(*drawn(draw, image, kernel))


@check(
    2,
    "Which pixels did the window not reach with its last step, and what is their gradient?",
    "Take every stride-th pixel: rows a, a + sh, a + 2 * sh, ...; what no window saw keeps a gradient of 0.",
    "`slice(a, a + sh * (rows - 1) + 1, sh)` picks the rows that weight[:, :, a, b] met, one for each row of grad_out.",
)
@pytest.mark.parametrize(("stride", "size"), [(2, (5, 6)), (3, (6, 7)), ((1, 2), (4, 7)), ((3, 2), (7, 5))], ids=str)
def test_stride(verify, draw, stride, size):
    """puts the parts a stride apart, and gives pixels that no window saw a gradient of 0"""
    verify(*drawn(draw, (2, 2, *size), (3, 2, 3, 2), stride), stride)


@check(
    2,
    "Which of the two gradients needs the padded image, and which has to lose the frame at the end?",
    "grad_weight: the weights met zeros of the frame too. grad_x: the frame's gradient is nobody's; cut it off.",
    "`grad_padded[:, :, ph : ph + height, pw : pw + width]`",
)
@pytest.mark.parametrize(("stride", "padding"), [(1, 1), (1, (2, 0)), (2, 1), ((2, 3), (1, 2))], ids=str)
def test_padding(verify, draw, stride, padding):
    """works with padding, alone and together with a stride"""
    verify(*drawn(draw, (2, 2, 5, 6), (3, 2, 3, 2), stride, padding), stride, padding)


@check(1, "Make the gradients with `torch.zeros_like`, so that they have the dtype and device of what they belong to.")
def test_contract(verify, draw):
    """keeps dtype and device, and leaves its inputs unchanged"""
    verify.contract(*drawn(draw, (2, 2, 4, 3), (3, 2, 2, 2), 1, 1), padding=1)
