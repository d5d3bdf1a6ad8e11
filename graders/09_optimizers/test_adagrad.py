"""Adagrad, held against torch.optim.Adagrad."""

import pytest
import torch

from torchgrade import Exercise, check, drive_optimizer, samples

exercise = Exercise("Adagrad", reference=torch.optim.Adagrad, forbidden=("torch.optim", "aten::_fused_*"))
exercise.probe_with(drive_optimizer)


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __init__(self, params, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10):
        self.params, self.lr, self.lr_decay, self.weight_decay = list(params), lr, lr_decay, weight_decay
        self.first, self.eps, self.state = initial_accumulator_value, eps, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.move(p, self.gradient(p))

    def gradient(self, p):
        return p.grad + self.weight_decay * p

    def move(self, p, g):
        t, total = self.state.get(p) or (0, self.start(p))
        total = self.add(total, g)
        self.state[p] = (t + 1, total)
        p -= self.rate(t + 1) * self.direction(g, total, t + 1)

    def start(self, p):
        return torch.full_like(p, self.first)

    def add(self, total, g):
        return total + g * g

    def rate(self, t):
        return self.lr / (1 + (t - 1) * self.lr_decay)

    def direction(self, g, total, t):
        return g / (total.sqrt() + self.eps)

    def zero_grad(self):
        for p in self.params:
            p.grad = None


@exercise.misconception("plain gradient descent: the step is never divided by anything", of=_Rules, method="direction")
def plain(self, g, total, t):
    return g


@exercise.misconception("division by the total itself, without its square root", of=_Rules, method="direction")
def no_root(self, g, total, t):
    return g / (total + self.eps)


@exercise.misconception("eps under the square root, where small gradients drown in it", of=_Rules, method="direction")
def eps_inside(self, g, total, t):
    return g / (total + self.eps).sqrt()


@exercise.misconception("eps as a floor, `clamp(min=eps)`, where it is to be added", of=_Rules, method="direction")
def eps_as_floor(self, g, total, t):
    return g / total.sqrt().clamp(min=self.eps)


@exercise.misconception("no eps: 0/0 where every gradient so far was 0", of=_Rules, method="direction")
def no_eps(self, g, total, t):
    return g / total.sqrt()


@exercise.misconception(
    "an average of the squares, total / t, so that steps never get shorter", of=_Rules, method="direction"
)
def averages(self, g, total, t):
    return g / ((total / t).sqrt() + self.eps)


@exercise.misconception("a division by the total from before this step's gradient", of=_Rules, method="direction")
def stale_total(self, g, total, t):
    return g / ((total - g * g).clamp_min(0).sqrt() + self.eps)


@exercise.misconception("only the last gradient's square: the total forgets all before", of=_Rules, method="add")
def forgets(self, total, g):
    return g * g + self.first


@exercise.misconception("a sum of the gradients themselves, in which opposite signs cancel", of=_Rules, method="add")
def sums_gradients(self, total, g):
    return (total.sqrt() + g).square()


@exercise.misconception("one total for a whole tensor, where each entry has its own", of=_Rules, method="add")
def one_total(self, total, g):
    return total + (g * g).sum()


@exercise.misconception("no lr_decay, whatever was asked for", of=_Rules, method="rate")
def no_lr_decay(self, t):
    return self.lr


@exercise.misconception("lr_decay already in the first step, which still takes the whole lr", of=_Rules, method="rate")
def decays_first(self, t):
    return self.lr / (1 + t * self.lr_decay)


@exercise.misconception("lr_decay as a factor, (1 - lr_decay) a step", of=_Rules, method="rate")
def decays_by_factor(self, t):
    return self.lr * (1 - self.lr_decay) ** (t - 1)


@exercise.misconception(
    "lr itself divided at every step, so that the decay adds up: it is always divided anew", of=_Rules, method="step"
)
@torch.no_grad()
def shrinks_lr(self):
    for p in self.params:
        if p.grad is not None:
            t, total = self.state.get(p) or (0, self.start(p))
            total, self.lr = self.add(total, self.gradient(p)), self.rate(t + 1)
            p -= self.lr * self.direction(self.gradient(p), total, t + 1)
            self.state[p] = (t + 1, total)


@exercise.misconception("a total that starts at 0, whatever initial_accumulator_value says", of=_Rules, method="start")
def starts_at_zero(self, p):
    return torch.zeros_like(p)


@exercise.misconception("no weight decay, whatever was asked for", of=_Rules, method="gradient")
def no_decay(self, p):
    return p.grad.clone()


@exercise.misconception(
    "weight decay beside the gradient: it shrinks p, but is not in the total", of=_Rules, method="move"
)
def decay_beside(self, p, g):
    p *= 1 - self.lr * self.weight_decay
    _Rules.move(self, p, p.grad.clone())


@exercise.misconception("one t for all: it also counts steps that a parameter sat out", of=_Rules, method="step")
@torch.no_grad()
def counts_calls(self):
    self.t = getattr(self, "t", -1) + 1
    for p in self.params:
        if p.grad is not None:
            self.state[p] = (self.t, self.state[p][1] if p in self.state else self.start(p))
            self.move(p, self.gradient(p))


@exercise.misconception("a missing gradient taken for 0, so that weight decay still moves p", of=_Rules, method="step")
@torch.no_grad()
def none_is_zero(self):
    for p in self.params:
        given, p.grad = p.grad, torch.zeros_like(p) if p.grad is None else p.grad
        self.move(p, self.gradient(p))
        p.grad = given


@exercise.misconception("a zero_grad that does nothing, so that gradients add up", of=_Rules, method="zero_grad")
def never_clears(self):
    pass


@exercise.misconception(
    "`p.grad.zero_()` also where .grad is None, as it is before the first backward", of=_Rules, method="zero_grad"
)
def zeroes_none(self):
    for p in self.params:
        p.grad.zero_()


@exercise.misconception(
    "weight decay written into .grad, which is not the optimizer's to change", of=_Rules, method="gradient"
)
def changes_gradient(self, p):
    return p.grad.add_(p, alpha=self.weight_decay).clone()


@exercise.misconception("totals made with torch.zeros(shape): on the CPU, wherever p is", of=_Rules, method="start")
def state_on_cpu(self, p):
    return torch.full(p.shape, float(self.first))


def drawn(draw, steps, *shapes, scale=1.0):
    """Starts near 1, and gradients that change their sign."""
    rounds = [[scale * draw.normal(*shape) for shape in shapes] for _ in range(steps)]
    return [draw.normal(*shape) for shape in shapes], rounds


@check(
    2,
    "Which number grows with every gradient, and what happens to the step when it is large?",
    "Add g * g to the total before you divide by its root; each entry of the tensor has its own.",
    "`total = total + g * g`, then `p -= lr * g / (total.sqrt() + eps)`, in place and under torch.no_grad().",
)
@pytest.mark.parametrize("steps", [1, 2, 10])
def test_values(verify, draw, steps):
    """takes the steps of torch.optim.Adagrad"""
    verify("paths", *drawn(draw, steps, (3,)), lr=0.5)
    verify("paths", *drawn(draw, steps, (2, 3)))


@check(
    1,
    "How large is the learning rate in the very first step?",
    "In step t it is lr / (1 + (t - 1) * lr_decay), with t = 1 in the first step.",
)
@pytest.mark.parametrize("steps", [1, 5])
def test_lr_decay(verify, draw, steps):
    """lowers the learning rate with lr_decay, from the second step on"""
    verify("paths", *drawn(draw, steps, (2, 3)), lr=0.5, lr_decay=0.2)


@check(
    1,
    "What is in the total before the first gradient comes?",
    "`torch.full_like(p, initial_accumulator_value)`, one for each parameter.",
)
@pytest.mark.parametrize("first", [0.5, 4.0])
def test_first_total(verify, draw, first):
    """starts from initial_accumulator_value"""
    verify("paths", *drawn(draw, 3, (2, 3)), lr=0.5, initial_accumulator_value=first)


@check(
    1,
    "How large is eps beside the square root of the total when gradients are near 1e-6?",
    "eps is added after the square root: g / (sqrt(total) + eps); a gradient of 0 then makes a step of 0.",
)
@pytest.mark.parametrize(("scale", "options"), [(1e-6, {}), (1e-6, {"eps": 1e-6}), (0.1, {"eps": 0.1})], ids=str)
def test_eps(verify, draw, scale, options):
    """adds eps in the right place, and stands still where every gradient is 0"""
    verify("paths", *drawn(draw, 3, (4,), scale=scale), lr=0.5, **options)
    verify("paths", [draw.normal(2)], [[torch.zeros(2)], [torch.tensor([0.0, scale])]], lr=0.5, **options)


@check(
    1,
    "Does weight decay go through the total, or past it?",
    "It is added to the gradient before anything else happens: g = g + weight_decay * p.",
)
@pytest.mark.parametrize("steps", [1, 4])
def test_weight_decay(verify, draw, steps):
    """adds weight decay to the gradient"""
    verify("paths", *drawn(draw, steps, (2, 3)), lr=0.5, weight_decay=0.3)
    verify("paths", [draw.normal(3)], [[torch.zeros(3)]] * steps, lr=0.5, weight_decay=0.3)


@check(
    1,
    "Which of t and the total belong to a single parameter?",
    "Both do: a parameter whose .grad is None keeps its t, its total and its value.",
)
def test_parameters(verify, draw):
    """keeps each parameter's state apart, with gradients that are None or 0, and takes a generator"""
    starts, rounds = drawn(draw, 4, (3,), (2, 3), ())
    verify("paths", starts[:2], [gradients[:2] for gradients in rounds], lr=0.5)
    first, second, third, last = rounds
    rounds = [[torch.zeros(3), None, first[2]], [None, *second[1:]], [third[0], torch.zeros(2, 3), None], last]
    verify("generator", starts, rounds, lr=0.5, lr_decay=0.2, weight_decay=0.1)
    verify("paths", starts, rounds, 0.5, 0.2, 0.1, 0.3, 0.01)  # by position


@check(1, "backward adds to .grad.", "For every parameter: `p.grad = None`, or fill the gradient with zeros.")
def test_zero_grad(verify, draw):
    """forgets every gradient in zero_grad; None and zeros are both right"""
    starts, rounds = drawn(draw, 3, (3,), (2, 3))
    rounds[0][1] = None  # zero_grad meets it before its first backward
    verify("zero_grad", starts, rounds, lr=0.5)


@check(
    1,
    "These options are tested together in torch's own tests: what does each of them do when the others are there?",
    "The case in brackets gives the options: take two steps with them on paper, in the order of the formulas.",
)
@pytest.mark.parametrize("sample", samples(__file__), ids=str)
def test_of_torch(verify, draw, sample):
    """agrees with torch on the options of torch's own tests"""
    verify("paths", *drawn(draw, 4, (3,), (2, 3)), **sample.kwargs)


@check(
    1,
    "Which tensors does your code make, and which does it change in place?",
    "torch.full_like(p, ...) and torch.zeros_like(p) give a total p's dtype and device; torch.zeros(p.shape) does not.",
    "The gradients belong to the caller: `g = p.grad + weight_decay * p` makes a new tensor, add_ does not.",
)
def test_contract(verify, draw):
    """keeps each parameter's dtype and device, and leaves the gradients as they are"""
    verify.contract("contract", *drawn(draw, 3, (3,), (2, 3)), lr=0.5, weight_decay=0.1)
