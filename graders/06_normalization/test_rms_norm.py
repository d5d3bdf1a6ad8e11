"""rms_norm, held against torch.nn.functional.rms_norm."""

import pytest
import torch

from torchgrade import Exercise, check, samples

F = torch.nn.functional

READY = ("*batch_norm*", "*layer_norm*", "*group_norm*", "*rms*norm*", "normal*")  # the last two by name
# At the case's own dtype: the default eps depends on it.
exercise = Exercise(
    "rms_norm",
    reference=F.rms_norm,
    forbidden=("torch.nn.functional.rms_norm", *(f"aten::{name}" for name in READY)),
    reference_dtype="case",
)


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one; calling it normalizes."""

    def __new__(cls, input, normalized_shape, weight=None, eps=None):
        self = super().__new__(cls)
        self.refuse(input, normalized_shape)
        self.dims = tuple(range(-len(normalized_shape), 0))
        self.eps = self.default(input) if eps is None else eps
        return self.scale(input / self.root(self.mean_square(input)), weight)

    def refuse(self, input, normalized_shape):
        if tuple(input.shape[-len(normalized_shape) :]) != tuple(normalized_shape):
            raise RuntimeError("the shape does not end with normalized_shape")

    def default(self, input):
        return torch.finfo(input.dtype).eps

    def mean_square(self, input):
        return (input * input).mean(self.dims, keepdim=True)

    def root(self, mean_square):
        return torch.sqrt(mean_square + self.eps)

    def scale(self, y, weight):
        return y if weight is None else y * weight


@exercise.misconception("the mean subtracted first, which is layer norm without a bias")
def centred(input, normalized_shape, weight=None, eps=None):
    eps = torch.finfo(input.dtype).eps if eps is None else eps
    return F.layer_norm(input, normalized_shape, weight, None, eps)


@exercise.misconception("the variance in the place of the mean of the squares", of=_Rules, method="mean_square")
def variance(self, input):
    return input.var(self.dims, correction=0, keepdim=True)


@exercise.misconception("the sum of the squares in the place of their mean", of=_Rules, method="mean_square")
def sum_of_squares(self, input):
    return (input * input).sum(self.dims, keepdim=True)


@exercise.misconception("the mean of |x| in the place of the root mean square", of=_Rules, method="mean_square")
def mean_size(self, input):
    return input.abs().mean(self.dims, keepdim=True) ** 2


@exercise.misconception("dividing by the mean of the squares, not by its root", of=_Rules, method="root")
def no_root(self, mean_square):
    return mean_square + self.eps


@exercise.misconception(
    "the square of the mean in the place of the mean of the squares", of=_Rules, method="mean_square"
)
def square_of_mean(self, input):
    return input.mean(self.dims, keepdim=True) ** 2


@exercise.misconception("the squares' mean over the last dimension alone", of=_Rules, method="mean_square")
def last_only(self, input):
    return (input * input).mean(-1, keepdim=True)


@exercise.misconception("the squares' mean over everything but dim 0", of=_Rules, method="mean_square")
def all_but_first(self, input):
    return (input * input).mean(tuple(range(min(1, input.ndim - 1), input.ndim)), keepdim=True)


@exercise.misconception("one mean of squares for the whole tensor", of=_Rules, method="mean_square")
def over_everything(self, input):
    return (input * input).mean()


@exercise.misconception("the squares' mean over dim 0, the batch", of=_Rules, method="mean_square")
def over_batch(self, input):
    return (input * input).mean(0, keepdim=True)


@exercise.misconception("no gradient through the root mean square", of=_Rules, method="mean_square")
def detached(self, input):
    return _Rules.mean_square(self, input.detach())


@exercise.misconception("eps outside the square root", of=_Rules, method="root")
def eps_outside(self, mean_square):
    return torch.sqrt(mean_square) + self.eps


@exercise.misconception("eps as the least to divide by, where it is added under the root", of=_Rules, method="root")
def eps_as_floor(self, mean_square):
    return torch.sqrt(mean_square).clamp(min=self.eps)


@exercise.misconception("no eps: 0/0 where a sample is all zeros", of=_Rules, method="root")
def no_eps(self, mean_square):
    return torch.sqrt(mean_square)


@exercise.misconception("a default eps of 1e-5, layer norm's", of=_Rules, method="default")
def default_of_layer_norm(self, input):
    return 1e-5


@exercise.misconception("a default eps of 1e-6, which many language models use", of=_Rules, method="default")
def default_of_models(self, input):
    return 1e-6


@exercise.misconception("a default eps of 1e-8", of=_Rules, method="default")
def default_of_adam(self, input):
    return 1e-8


@exercise.misconception("float32's default eps for float64 too", of=_Rules, method="default")
def default_of_float32(self, input):
    return torch.finfo(torch.float32).eps


@exercise.misconception(
    "an eps of 0 taken for none given, as `eps or ...` does: only None means the default", of=_Rules, method="root"
)
def zero_is_none(self, mean_square):
    return torch.sqrt(mean_square + (self.eps or torch.finfo(mean_square.dtype).eps))


@exercise.misconception("the weight forgotten", of=_Rules, method="scale")
def no_weight(self, y, weight):
    return y


@exercise.misconception("1 + weight as the factor", of=_Rules, method="scale")
def one_plus_weight(self, y, weight):
    return y if weight is None else y * (1 + weight)


@exercise.misconception("float32 in between, whatever the input has: of float64 digits and range are lost")
def in_float32(input, normalized_shape, weight=None, eps=None):
    eps = torch.finfo(input.dtype).eps if eps is None else eps
    y = _Rules(input.float(), normalized_shape, None, eps).to(input.dtype)
    return y if weight is None else y * weight


@exercise.misconception("a normalized_shape that does not fit, not refused", of=_Rules, method="refuse")
def never_refuses(self, input, normalized_shape):
    pass


@check(
    1,
    "Square, mean, root: what is left of (1, 7) after dividing by its root mean square, 5?",
    "One root mean square for each sample: take the mean with `keepdim=True`, and it lines up again.",
    "`input / torch.sqrt((input * input).mean(-1, keepdim=True) + eps)`.",
)
@pytest.mark.parametrize("shape", [(2,), (2, 3), (3, 3), (2, 3, 4)], ids=str)
def test_values(verify, draw, shape):
    """gives every sample a root mean square of 1 over its last dimension"""
    verify(draw.normal(*shape, mean=1.0, std=2.0), [shape[-1]])


@check(
    1,
    "How many root mean squares does an input of shape (2, 3, 4) have for normalized_shape [3, 4]?",
    "The dimensions are the last ones, as many as normalized_shape has: `tuple(range(-len(normalized_shape), 0))`.",
)
@pytest.mark.parametrize(("shape", "count"), [((3, 2), 2), ((2, 3, 4), 2), ((2, 2, 3, 2), 3)], ids=str)
def test_several_dimensions(verify, draw, shape, count):
    """does so over several last dimensions, where normalized_shape names them"""
    verify(draw.normal(*shape, mean=1.0, std=2.0), list(shape[-count:]))


@check(
    1,
    "What is the shape of the weight, and with which dimensions does it line up?",
    "The weight has the shape normalized_shape: multiply by it at the end, unless it is None.",
)
@pytest.mark.parametrize(("shape", "count"), [((3,), 1), ((3, 3), 1), ((2, 3, 2), 2)], ids=str)
def test_weight(verify, draw, shape, count):
    """multiplies by the weight"""
    last_shape = tuple(shape[-count:])
    verify(draw.normal(*shape), last_shape, draw.normal(*last_shape))
    verify(draw.normal(*shape), last_shape, weight=draw.normal(*last_shape))


@check(
    1,
    "How large is eps = 0.1 beside the mean of squares, and how large beside its root?",
    "eps is added under the square root: a sample of zeros becomes 0 / sqrt(0 + eps) = 0.",
)
def test_eps(verify, draw):
    """adds eps under the square root, which shows where it is large beside the numbers; 0 adds nothing"""
    verify(torch.tensor([[0.0, 0.0], [3.0, 4.0]]), [2], eps=1e-5)
    verify(draw.normal(2, 4, std=1e-2), [4], eps=1e-4)
    verify(draw.normal(2, 3), [3], eps=0.1)
    verify(draw.normal(2, 4, std=1e-4), [4], eps=0.0)


@check(
    1,
    "What is the smallest step that float32 can take behind 1.0? torch takes that for eps when you give none.",
    "`torch.finfo(input.dtype).eps` is 0.00000012 in float32, and much smaller in float64.",
)
def test_default_eps(verify, draw):
    """takes the dtype's own eps where none is given, which shows where numbers are tiny"""
    verify(torch.tensor([[0.0, 0.0], [3.0, 4.0]]), [2])
    verify(draw.normal(2, 4, std=1e-4), [4])
    close = verify.within(atol=1e-6, reason="whether half the digits of float64 were lost is asked in another check")
    close(draw.normal(2, 4, std=1e-4, dtype=torch.float64), [4], None, None)


@check(
    1,
    "Which sizes does the input end with?",
    "Raise a RuntimeError unless `tuple(input.shape[-len(normalized_shape):]) == tuple(normalized_shape)`.",
)
def test_wrong_shape(verify, draw):
    """refuses a normalized_shape that the input's shape does not end with, with a RuntimeError"""
    verify.raises(RuntimeError)(draw.normal(2, 3), [2])
    verify.raises(RuntimeError)(draw.normal(2, 3, 4), [2, 4])
    verify(draw.normal(2, 3), (3,))


@check(
    2,
    "The root is made from the input. Does a change of one number change its neighbours' results too?",
    "Keep the root mean square in the graph: no .detach(), no torch.no_grad(), no .item().",
)
@pytest.mark.parametrize(("shape", "count"), [((4,), 1), ((3, 5), 1), ((2, 3, 2), 2)], ids=str)
def test_gradients(verify, draw, shape, count):
    """lets the gradient through to input and weight"""
    verify.gradients(draw.normal(*shape), shape[-count:], draw.normal(*shape[-count:]))


@check(
    1,
    "These calls are from torch's own tests of this function: which shape or option is new to your code?",
    "The case in brackets gives shapes and options: make such a call yourself, and compare with torch's answer.",
)
@pytest.mark.parametrize("sample", samples(__file__), ids=str)
def test_of_torch(verify, draw, sample):
    """agrees with torch on calls of torch's own tests"""
    args, kwargs = sample.drawn(draw)
    verify(*args, **kwargs)


@check(1, "Make new tensors with the input's dtype and device, and leave the inputs as they are.")
def test_contract(verify, draw):
    """keeps dtype and device, also for transposed inputs, and leaves its inputs unchanged"""
    verify(1e-25 * draw.normal(2, 4, dtype=torch.float64), [4], eps=1e-60)  # whose squares are 0 in float32
    verify.contract(draw.normal(4, 3, 2).transpose(0, 2), [4], draw.normal(4))
    verify.contract(draw.normal(2, 3), [3])
