"""RMSprop, held against torch.optim.RMSprop."""

import pytest
import torch

from torchgrade import Exercise, check, drive_optimizer, samples

exercise = Exercise("RMSprop", reference=torch.optim.RMSprop, forbidden=("torch.optim", "aten::_fused_*"))
exercise.equivalent(
    "m counts by its square alone",
    "self.means[index] = self.alpha * self.means[index] + (1 - self.alpha) * g -> self.means[index] = "
    "(self.alpha * self.means[index] - (1 - self.alpha) * g)",
    "self.means[index] = self.alpha * self.means[index] + (1 - self.alpha) * g -> self.means[index] = "
    "self.alpha * self.means[index] + (self.alpha - 1) * g",
)
exercise.probe_with(drive_optimizer)


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False):
        self.params, self.lr, self.alpha, self.eps, self.weight_decay = list(params), lr, alpha, eps, weight_decay
        self.momentum, self.centered, self.state = momentum, centered, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.move(p, self.gradient(p))

    def gradient(self, p):
        return p.grad + self.weight_decay * p

    def move(self, p, g):
        v, m, b = self.state.get(p) or (self.start(p), self.start(p), self.start(p))
        v, m = self.average(v, g * g), self.average(m, g)
        b = self.speed(b, self.direction(g, v, m))
        self.state[p] = (v, m, b)
        p -= self.lr * b

    def start(self, p):
        return torch.zeros_like(p)

    def average(self, old, new):
        return self.alpha * old + (1 - self.alpha) * new

    def speed(self, old, d):
        return self.momentum * old + d

    def direction(self, g, v, m):
        return g / (self.spread(v, m).sqrt() + self.eps)

    def spread(self, v, m):
        return v - m * m if self.centered else v

    def zero_grad(self):
        for p in self.params:
            p.grad = None


@exercise.misconception("a sum of squares, as in Adagrad: steps get shorter and shorter", of=_Rules, method="average")
def sums(self, old, new):
    return old + new


@exercise.misconception("alpha and 1 - alpha swapped in the averages", of=_Rules, method="average")
def swaps_alpha(self, old, new):
    return (1 - self.alpha) * old + self.alpha * new


@exercise.misconception("alpha * v + g * g: the factor (1 - alpha) is missing", of=_Rules, method="average")
def no_share(self, old, new):
    return self.alpha * old + new


@exercise.misconception("division by v itself, without its square root", of=_Rules, method="direction")
def no_root(self, g, v, m):
    return g / (self.spread(v, m) + self.eps)


@exercise.misconception("eps under the square root, where small gradients drown in it", of=_Rules, method="direction")
def eps_inside(self, g, v, m):
    return g / (self.spread(v, m) + self.eps).sqrt()


@exercise.misconception("no eps: 0/0 where every gradient so far was 0", of=_Rules, method="direction")
def no_eps(self, g, v, m):
    return g / self.spread(v, m).sqrt()


@exercise.misconception("a bias correction as in Adam, which RMSprop has not", of=_Rules, method="move")
def corrects(self, p, g):
    self.t = getattr(self, "t", {})
    self.t[p] = self.t.get(p, 0) + 1
    v, m, b = self.state.get(p) or (self.start(p), self.start(p), self.start(p))
    v, m = self.average(v, g * g), self.average(m, g)
    correction = 1 - self.alpha ** self.t[p]
    b = self.speed(b, self.direction(g, v / correction, m / correction))
    self.state[p] = (v, m, b)
    p -= self.lr * b


@exercise.misconception("v used before this step's gradient is in it", of=_Rules, method="move")
def stale_square(self, p, g):
    v, m, b = self.state.get(p) or (self.start(p), self.start(p), self.start(p))
    b = self.speed(b, self.direction(g, v, m))
    self.state[p] = (self.average(v, g * g), self.average(m, g), b)
    p -= self.lr * b


@exercise.misconception("centered ignored: the mean of the gradients is never taken away", of=_Rules, method="spread")
def never_centered(self, v, m):
    return v


@exercise.misconception("centered always, whether it was asked for or not", of=_Rules, method="spread")
def always_centered(self, v, m):
    return v - m * m


@exercise.misconception("centered with v - m: the mean is not squared", of=_Rules, method="spread")
def mean_not_squared(self, v, m):
    return v - m if self.centered else v


@exercise.misconception("centered as v + m * m, the mean's square with the wrong sign", of=_Rules, method="spread")
def adds_mean(self, v, m):
    return v + m * m if self.centered else v


@exercise.misconception("no momentum, whatever was asked for", of=_Rules, method="speed")
def no_momentum(self, old, d):
    return d


@exercise.misconception("momentum as an average, with (1 - momentum) * d: steps too short", of=_Rules, method="speed")
def averages_speed(self, old, d):
    return self.momentum * old + (1 - self.momentum) * d


@exercise.misconception("momentum of raw gradients, divided only afterwards", of=_Rules, method="move")
def divides_last(self, p, g):
    v, m, b = self.state.get(p) or (self.start(p), self.start(p), self.start(p))
    v, m, b = self.average(v, g * g), self.average(m, g), self.speed(b, g)
    self.state[p] = (v, m, b)
    p -= self.lr * self.direction(b, v, m)


@exercise.misconception("no weight decay, whatever was asked for", of=_Rules, method="gradient")
def no_decay(self, p):
    return p.grad.clone()


@exercise.misconception("weight decay beside the gradient: it shrinks p, but is not in v", of=_Rules, method="move")
def decay_beside(self, p, g):
    p *= 1 - self.lr * self.weight_decay
    _Rules.move(self, p, p.grad.clone())


@exercise.misconception("a missing gradient taken for 0, so that momentum still moves p", of=_Rules, method="step")
@torch.no_grad()
def none_is_zero(self):
    for p in self.params:
        given, p.grad = p.grad, torch.zeros_like(p) if p.grad is None else p.grad
        self.move(p, self.gradient(p))
        p.grad = given


@exercise.misconception("a zero_grad that does nothing, so that gradients add up", of=_Rules, method="zero_grad")
def never_clears(self):
    pass


@exercise.misconception("`p.grad.zero_()` also where .grad is None, as it is at first", of=_Rules, method="zero_grad")
def zeroes_none(self):
    for p in self.params:
        p.grad.zero_()


@exercise.misconception("weight decay written into .grad, which is the caller's", of=_Rules, method="gradient")
def changes_gradient(self, p):
    return p.grad.add_(p, alpha=self.weight_decay).clone()


@exercise.misconception("averages made with torch.zeros(shape): on the CPU, wherever p is", of=_Rules, method="start")
def state_on_cpu(self, p):
    return torch.zeros(p.shape)


def drawn(draw, steps, *shapes, scale=1.0):
    """Starts near 1, and gradients that change their sign."""
    rounds = [[scale * draw.normal(*shape) for shape in shapes] for _ in range(steps)]
    return [draw.normal(*shape) for shape in shapes], rounds


@check(
    2,
    "Which share of the new square goes into the average, and which share of the old average stays?",
    "Update v first, then divide the gradient by its square root; v starts at 0, and nothing corrects that.",
    "`v = alpha * v + (1 - alpha) * g * g`, then `p -= lr * g / (v.sqrt() + eps)`, under torch.no_grad().",
)
@pytest.mark.parametrize("steps", [1, 2, 10])
def test_values(verify, draw, steps):
    """takes the steps of torch.optim.RMSprop"""
    verify("paths", *drawn(draw, steps, (3,)), lr=0.05, alpha=0.8)
    verify("paths", *drawn(draw, steps, (2, 3)))


@check(
    1,
    "The plain average of squares is large when all gradients point the same way. What would show their spread?",
    "Keep a second average, m, of the gradients themselves, with the same alpha; v - m * m is their variance.",
    "If centered: `d = g / ((v - m * m).sqrt() + eps)`.",
)
@pytest.mark.parametrize("steps", [1, 5])
def test_centered(verify, draw, steps):
    """divides by the spread around the mean if centered"""
    verify("paths", *drawn(draw, steps, (2, 3)), lr=0.05, alpha=0.7, centered=True)


@check(
    1,
    "What is kept from one step to the next: the gradient, or the gradient after its division?",
    "`b = momentum * b + g / (v.sqrt() + eps)`, with b = 0 at first, then `p -= lr * b`.",
)
@pytest.mark.parametrize("steps", [1, 5])
def test_momentum(verify, draw, steps):
    """keeps its speed with momentum, centered or not"""
    verify("paths", *drawn(draw, steps, (2, 3)), lr=0.05, momentum=0.6)
    verify("paths", *drawn(draw, steps, (2, 3)), lr=0.05, momentum=0.6, centered=True, alpha=0.7)


@check(
    1,
    "How large is eps beside the square root of v when gradients are near 1e-6?",
    "eps is added after the square root: g / (sqrt(v) + eps); a gradient of 0 then makes a step of 0.",
)
@pytest.mark.parametrize(("scale", "options"), [(1e-6, {}), (1e-6, {"eps": 1e-6}), (0.1, {"eps": 0.1})], ids=str)
def test_eps(verify, draw, scale, options):
    """adds eps in the right place, and stands still where every gradient is 0"""
    verify("paths", *drawn(draw, 3, (4,), scale=scale), lr=0.05, **options)
    verify("paths", [draw.normal(2)], [[torch.zeros(2)], [torch.tensor([0.0, scale])]], lr=0.05, **options)


@check(
    1,
    "Does weight decay go through v, or past it?",
    "It is added to the gradient before anything else happens: g = g + weight_decay * p.",
)
@pytest.mark.parametrize("steps", [1, 4])
def test_weight_decay(verify, draw, steps):
    """adds weight decay to the gradient"""
    verify("paths", *drawn(draw, steps, (2, 3)), lr=0.05, weight_decay=0.3)
    verify("paths", [draw.normal(3)], [[torch.zeros(3)]] * steps, lr=0.05, weight_decay=0.3)


@check(
    1,
    "Which of v, m and b belong to a single parameter?",
    "All three do: a parameter whose .grad is None keeps them, and its value; b does not move it that time.",
)
def test_parameters(verify, draw):
    """keeps each parameter's state apart, with gradients that are None or 0, and takes a generator"""
    starts, rounds = drawn(draw, 4, (3,), (2, 3), ())
    verify("paths", starts[:2], [gradients[:2] for gradients in rounds], lr=0.05)
    first, second, third, last = rounds
    rounds = [[torch.zeros(3), None, first[2]], [None, *second[1:]], [third[0], torch.zeros(2, 3), None], last]
    verify("generator", starts, rounds, lr=0.05, momentum=0.5)
    verify("paths", starts, rounds, 0.05, 0.9, 0.01, 0.1, 0.5, True)  # by position


@check(1, "backward adds to .grad.", "For every parameter: `p.grad = None`, or fill the gradient with zeros.")
def test_zero_grad(verify, draw):
    """forgets every gradient in zero_grad; None and zeros are both right"""
    starts, rounds = drawn(draw, 3, (3,), (2, 3))
    rounds[0][1] = None  # zero_grad meets it before its first backward
    verify("zero_grad", starts, rounds, lr=0.05)


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
    "Make the averages with torch.zeros_like(p), so that they have its dtype and are on its device.",
    "The gradients belong to the caller: `g = p.grad + weight_decay * p` makes a new tensor, add_ does not.",
)
def test_contract(verify, draw):
    """keeps each parameter's dtype and device, and leaves the gradients as they are"""
    verify.contract("contract", *drawn(draw, 3, (3,), (2, 3)), lr=0.05, weight_decay=0.1)
