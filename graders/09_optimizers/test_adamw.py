"""AdamW, held against torch.optim.AdamW."""

import pytest
import torch

from torchgrade import Exercise, check, drive_optimizer, samples

exercise = Exercise("AdamW", reference=torch.optim.AdamW, forbidden=("torch.optim", "aten::_fused_*"))
exercise.probe_with(drive_optimizer)


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        self.params, self.lr, self.betas, self.eps, self.weight_decay = list(params), lr, betas, eps, weight_decay
        self.state = {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.move(p, p.grad.clone())

    def move(self, p, g):
        self.decay(p)
        self.adam(p, g)

    def decay(self, p):
        p *= 1 - self.lr * self.weight_decay

    def adam(self, p, g):
        t, m, v = self.state.get(p) or (0, self.start(p), self.start(p))
        m, v = self.averages(g, m, v)
        self.state[p] = (t + 1, m, v)
        p -= self.lr * self.direction(m, v, t + 1)

    def start(self, p):
        return torch.zeros_like(p)

    def averages(self, g, m, v):
        beta1, beta2 = self.betas
        return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g

    def direction(self, m, v, t):
        return m / (1 - self.betas[0] ** t) / (v.div(1 - self.betas[1] ** t).sqrt() + self.eps)

    def zero_grad(self):
        for p in self.params:
            p.grad = None


@exercise.misconception("Adam: weight decay added to the gradient, and divided with it", of=_Rules, method="move")
def decay_in_gradient(self, p, g):
    self.adam(p, g + self.weight_decay * p)


@exercise.misconception("weight decay not times lr: p * (1 - weight_decay)", of=_Rules, method="decay")
def decay_without_lr(self, p):
    p *= 1 - self.weight_decay


@exercise.misconception("weight decay after Adam's step, so that it shrinks the step as well", of=_Rules, method="move")
def decay_last(self, p, g):
    self.adam(p, g)
    self.decay(p)


@exercise.misconception("no weight decay at all", of=_Rules, method="decay")
def no_decay(self, p):
    pass


@exercise.misconception("weight decay with the wrong sign: it pushes p away from 0", of=_Rules, method="decay")
def decay_sign(self, p):
    p *= 1 + self.lr * self.weight_decay


@exercise.misconception("a parameter with a gradient of 0 left alone, though it still decays", of=_Rules, method="move")
def skips_zero(self, p, g):
    if g.any():
        _Rules.move(self, p, g)


@exercise.misconception("decay of parameters that have no gradient: torch leaves them alone", of=_Rules, method="step")
@torch.no_grad()
def decays_all(self):
    for p in self.params:
        self.decay(p)
        if p.grad is not None:
            self.adam(p, p.grad.clone())


@exercise.misconception("a missing gradient taken for 0: m still moves p, and p decays", of=_Rules, method="step")
@torch.no_grad()
def none_is_zero(self):
    for p in self.params:
        self.move(p, torch.zeros_like(p) if p.grad is None else p.grad.clone())


@exercise.misconception("no bias correction: the first steps are about 3 times too long", of=_Rules, method="direction")
def no_correction(self, m, v, t):
    return m / (v.sqrt() + self.eps)


@exercise.misconception("bias correction of m alone", of=_Rules, method="direction")
def corrects_m_only(self, m, v, t):
    return m / (1 - self.betas[0] ** t) / (v.sqrt() + self.eps)


@exercise.misconception("bias correction of v alone", of=_Rules, method="direction")
def corrects_v_only(self, m, v, t):
    return m / (v.div(1 - self.betas[1] ** t).sqrt() + self.eps)


@exercise.misconception("eps under the square root, where small gradients drown in it", of=_Rules, method="direction")
def eps_inside(self, m, v, t):
    return m / (1 - self.betas[0] ** t) / (v / (1 - self.betas[1] ** t) + self.eps).sqrt()


@exercise.misconception("no eps: 0/0 where every gradient so far was 0", of=_Rules, method="direction")
def no_eps(self, m, v, t):
    return m / (1 - self.betas[0] ** t) / v.div(1 - self.betas[1] ** t).sqrt()


@exercise.misconception("the first step's bias correction in every step", of=_Rules, method="direction")
def never_counts(self, m, v, t):
    return _Rules.direction(self, m, v, 1)


@exercise.misconception("one t for all: it also counts steps that a parameter sat out", of=_Rules, method="step")
@torch.no_grad()
def counts_calls(self):
    self.t = getattr(self, "t", -1) + 1
    for p in self.params:
        if p.grad is not None:
            _, m, v = self.state.get(p) or (0, self.start(p), self.start(p))
            self.state[p] = (self.t, m, v)
            self.move(p, p.grad.clone())


@exercise.misconception("the two betas swapped in the averages", of=_Rules, method="averages")
def swaps_betas(self, g, m, v):
    beta2, beta1 = self.betas
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g


@exercise.misconception("a zero_grad that does nothing, so that gradients add up", of=_Rules, method="zero_grad")
def never_clears(self):
    pass


@exercise.misconception(
    "`p.grad.zero_()` also where .grad is None, as it is before the first backward", of=_Rules, method="zero_grad"
)
def zeroes_none(self):
    for p in self.params:
        p.grad.zero_()


@exercise.misconception("averages made with torch.zeros(shape): on the CPU, wherever p is", of=_Rules, method="start")
def state_on_cpu(self, p):
    return torch.zeros(p.shape)


def drawn(draw, steps, *shapes, scale=1.0):
    """Starts near 1, and gradients that change their sign: a constant gradient hides mistakes in the averages."""
    rounds = [[scale * draw.normal(*shape) for shape in shapes] for _ in range(steps)]
    return [draw.normal(*shape) for shape in shapes], rounds


@check(
    2,
    "Set weight_decay aside for a moment: what is left is Adam. Is its bias correction there?",
    "`m_hat = m / (1 - beta1**t)`, `v_hat = v / (1 - beta2**t)`, `p -= lr * m_hat / (v_hat.sqrt() + eps)`.",
)
@pytest.mark.parametrize("steps", [1, 2, 20])
def test_adam(verify, draw, steps):
    """takes the steps of Adam where weight_decay is 0"""
    verify("paths", *drawn(draw, steps, (4,)), lr=0.05, weight_decay=0)
    verify("paths", *drawn(draw, steps, (2, 3)), lr=0.05, betas=(0.5, 0.8), weight_decay=0)


@check(
    2,
    "What should happen to a parameter whose gradient is 0? And to one whose gradient is 1000?",
    "The decay acts on the parameter, before Adam's step and past m and v; the gradient never sees it.",
    "`p *= 1 - lr * weight_decay`, and then the step of Adam from p.grad alone.",
)
@pytest.mark.parametrize("steps", [1, 2, 10])
def test_weight_decay(verify, draw, steps):
    """shrinks each parameter by lr * weight_decay, before Adam's step"""
    # A small lr: one who keeps t as a float32 tensor has a correction that is 3e-5 of a step off.
    verify("paths", *drawn(draw, steps, (3,)), lr=0.1, weight_decay=2.5)
    verify("paths", [draw.normal(3)], [[torch.zeros(3)]] * steps, lr=0.1, weight_decay=0.3)


@check(1, "Look at the signature: which weight_decay does one get who asks for nothing?")
def test_defaults(verify, draw):
    """has torch's defaults, a weight_decay of 0.01 among them"""
    verify("paths", [10.0 * draw.normal(2, 3)], [[draw.normal(2, 3)] for _ in range(5)])
    verify("paths", [10.0 * draw.normal(2)], [[torch.zeros(2)]] * 3, lr=0.5)


@check(
    1,
    "How large is eps beside the square root of v_hat when gradients are near 1e-6?",
    "eps is added after the square root, and after the correction: lr * m_hat / (sqrt(v_hat) + eps).",
)
@pytest.mark.parametrize(("scale", "options"), [(1e-6, {}), (1e-6, {"eps": 1e-6}), (0.1, {"eps": 0.1})], ids=str)
def test_eps(verify, draw, scale, options):
    """adds eps in the right place, which shows where it is 0.1 or gradients are near 1e-6"""
    verify("paths", *drawn(draw, 5, (4,), scale=scale), lr=0.05, weight_decay=0, **options)


@check(
    1,
    "Which of t, m and v belong to a single parameter?",
    "All three do: a parameter whose .grad is None keeps its t, m, v and value; it does not even decay.",
)
def test_parameters(verify, draw):
    """keeps each parameter's state apart, with gradients that are None or 0, and takes a generator"""
    starts, rounds = drawn(draw, 4, (3,), (2, 3), ())
    verify("paths", starts[:2], [gradients[:2] for gradients in rounds], lr=0.05, weight_decay=0.5)
    first, second, third, last = rounds
    rounds = [[torch.zeros(3), None, first[2]], [None, *second[1:]], [third[0], torch.zeros(2, 3), None], last]
    verify("generator", starts, rounds, lr=0.05, weight_decay=0.5)
    verify("paths", starts, rounds, 0.05, (0.8, 0.95), 0.01, 0.1)  # by position


@check(1, "backward adds to .grad.", "For every parameter: `p.grad = None`, or fill the gradient with zeros.")
def test_zero_grad(verify, draw):
    """forgets every gradient in zero_grad; None and zeros are both right"""
    starts, rounds = drawn(draw, 3, (3,), (2, 3))
    rounds[0][1] = None  # zero_grad meets it before its first backward
    verify("zero_grad", starts, rounds, lr=0.05, weight_decay=0)


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
    "Make m and v with torch.zeros_like(p), so that they have its dtype and are on its device.",
    "The gradients belong to the caller: do not change p.grad in place.",
)
def test_contract(verify, draw):
    """keeps each parameter's dtype and device, and leaves the gradients as they are"""
    # With such betas a t kept as a float32 tensor corrects exactly, for parameters in float64 too.
    verify.contract("contract", *drawn(draw, 3, (3,), (2, 3)), lr=0.05, betas=(0.5, 0.75), weight_decay=0.1)
