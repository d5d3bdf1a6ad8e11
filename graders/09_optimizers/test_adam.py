"""Adam, held against torch.optim.Adam."""

import pytest
import torch

from torchgrade import Exercise, check, drive_optimizer, samples

exercise = Exercise("Adam", reference=torch.optim.Adam, forbidden=("torch.optim", "aten::_fused_*"))
exercise.probe_with(drive_optimizer)


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0):
        self.params, self.lr, self.betas, self.eps, self.weight_decay = list(params), lr, betas, eps, weight_decay
        self.state = {p: [0, torch.zeros_like(p), torch.zeros_like(p)] for p in self.params}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.move(p, self.gradient(p))

    def gradient(self, p):
        return p.grad + self.weight_decay * p

    def move(self, p, g):
        t, m, v = self.state[p]
        m, v = self.averages(g, m, v)
        self.state[p] = [t + 1, m, v]
        p -= self.lr * self.direction(m, v, t + 1)

    def averages(self, g, m, v):
        beta1, beta2 = self.betas
        return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g

    def direction(self, m, v, t):
        return m / (1 - self.betas[0] ** t) / (v.div(1 - self.betas[1] ** t).sqrt() + self.eps)

    def zero_grad(self):
        for p in self.params:
            p.grad = None


@exercise.misconception(
    "no bias correction at all: the first steps are about 3 times too long", of=_Rules, method="direction"
)
def no_correction(self, m, v, t):
    return m / (v.sqrt() + self.eps)


@exercise.misconception(
    "bias correction of m alone: the first steps are about 30 times too long", of=_Rules, method="direction"
)
def corrects_m_only(self, m, v, t):
    return m / (1 - self.betas[0] ** t) / (v.sqrt() + self.eps)


@exercise.misconception(
    "bias correction of v alone: the first steps are about 10 times too short", of=_Rules, method="direction"
)
def corrects_v_only(self, m, v, t):
    return m / (v.div(1 - self.betas[1] ** t).sqrt() + self.eps)


@exercise.misconception("eps under the square root, where gradients of 1e-6 drown in it", of=_Rules, method="direction")
def eps_inside(self, m, v, t):
    return m / (1 - self.betas[0] ** t) / (v / (1 - self.betas[1] ** t) + self.eps).sqrt()


@exercise.misconception(
    "eps added to the root of v before the bias correction, which then scales eps as well",
    of=_Rules,
    method="direction",
)
def eps_before_correction(self, m, v, t):
    return m / (1 - self.betas[0] ** t) * (1 - self.betas[1] ** t) ** 0.5 / (v.sqrt() + self.eps)


@exercise.misconception("no eps: 0/0 where every gradient so far was 0", of=_Rules, method="direction")
def no_eps(self, m, v, t):
    return m / (1 - self.betas[0] ** t) / v.div(1 - self.betas[1] ** t).sqrt()


@exercise.misconception("t counted from 0: the first correction divides by 1 - 1 = 0", of=_Rules, method="direction")
def counts_from_zero(self, m, v, t):
    return _Rules.direction(self, m, v, t - 1) if t > 1 else m / 0 / (v.div(0).sqrt() + self.eps)


@exercise.misconception("the first step's bias correction in every step: t stays at 1", of=_Rules, method="direction")
def never_counts(self, m, v, t):
    return _Rules.direction(self, m, v, 1)


@exercise.misconception("t counted up once a parameter: for the second one it runs ahead", of=_Rules, method="step")
@torch.no_grad()
def counts_parameters(self):
    self.t = getattr(self, "t", 0)
    for p in self.params:
        if p.grad is not None:
            self.state[p][0] = self.t
            self.move(p, self.gradient(p))
            self.t += 1


@exercise.misconception("one t for all: it counts the steps that a parameter sat out, too", of=_Rules, method="step")
@torch.no_grad()
def counts_calls(self):
    self.t = getattr(self, "t", 0) + 1
    for p in self.params:
        if p.grad is not None:
            self.state[p][0] = self.t - 1
            self.move(p, self.gradient(p))


@exercise.misconception("one m and one v for all parameters together", of=_Rules, method="move")
def shared_averages(self, p, g):
    _Rules.move(self, p, g)
    for q in self.params:
        self.state[q][1:] = self.state[p][1:]


@exercise.misconception(
    "bias correction written back into m and v, so that the next step starts from corrected averages",
    of=_Rules,
    method="move",
)
def stores_corrected(self, p, g):
    t, m, v = self.state[p]
    m, v = self.averages(g, m, v)
    m, v = m / (1 - self.betas[0] ** (t + 1)), v / (1 - self.betas[1] ** (t + 1))
    self.state[p] = [t + 1, m, v]
    p -= self.lr * m / (v.sqrt() + self.eps)


@exercise.misconception("the two betas swapped in the averages", of=_Rules, method="averages")
def swaps_betas(self, g, m, v):
    beta2, beta1 = self.betas
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g


@exercise.misconception("v as the average of m * m, where it should be that of g * g", of=_Rules, method="averages")
def squares_m(self, g, m, v):
    m, beta2 = self.betas[0] * m + (1 - self.betas[0]) * g, self.betas[1]
    return m, beta2 * v + (1 - beta2) * m * m


@exercise.misconception("sums, not averages: the factors (1 - beta) are missing", of=_Rules, method="averages")
def sums(self, g, m, v):
    return self.betas[0] * m + g, self.betas[1] * v + g * g


@exercise.misconception("no weight decay, whatever was asked for", of=_Rules, method="gradient")
def no_decay(self, p):
    return p.grad.clone()


@exercise.misconception(
    "AdamW: weight decay shrinks the parameter directly, and is no part of the gradient", of=_Rules, method="move"
)
def adamw(self, p, g):
    p *= 1 - self.lr * self.weight_decay
    _Rules.move(self, p, p.grad.clone())


@exercise.misconception("a missing gradient taken for 0, so that its parameter still moves", of=_Rules, method="step")
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


@exercise.misconception("averages made with torch.zeros(shape): on the CPU, wherever p is", of=_Rules, method="move")
def state_on_cpu(self, p, g):
    if self.state[p][0] == 0:
        self.state[p][1:] = torch.zeros(p.shape), torch.zeros(p.shape)
    _Rules.move(self, p, g)


def drawn(draw, steps, *shapes, scale=1.0):
    """Starts near 1, and gradients that change their sign: a constant gradient hides mistakes in the averages."""
    rounds = [[scale * draw.normal(*shape) for shape in shapes] for _ in range(steps)]
    return [draw.normal(*shape) for shape in shapes], rounds


@check(
    2,
    "After the first step m is only (1 - beta1) * g. What does m_hat make of it?",
    "Count t up before you use it, once a step: at the first step t is 1.",
    "`m_hat = m / (1 - beta1**t)`, `v_hat = v / (1 - beta2**t)`, `p -= lr * m_hat / (v_hat.sqrt() + eps)`.",
)
@pytest.mark.parametrize("steps", [1, 2, 20])
def test_values(verify, draw, steps):
    """takes the steps of torch.optim.Adam, with gradients that change their sign"""
    verify("paths", *drawn(draw, steps, (4,)), lr=0.05)
    verify("paths", *drawn(draw, steps, (2, 3)))


@check(
    1,
    "Which beta belongs to which average?",
    "betas[0] is for m, the average of g; betas[1] is for v, the average of g * g; each has its own correction.",
)
@pytest.mark.parametrize("betas", [(0.5, 0.9), (0.95, 0.8), (0.0, 0.99)], ids=str)
def test_betas(verify, draw, betas):
    """uses both betas"""
    verify("paths", *drawn(draw, 5, (4,)), lr=0.05, betas=betas)


@check(
    2,
    "How large is eps beside the square root of v_hat when gradients are near 1e-6?",
    "eps is added after the square root, and after the correction: lr * m_hat / (sqrt(v_hat) + eps).",
)
@pytest.mark.parametrize(
    ("scale", "options"), [(1e-6, {}), (1.0, {"eps": 0.1}), (1e-6, {"eps": 1e-6}), (0.1, {"eps": 0.1})], ids=str
)
def test_eps(verify, draw, scale, options):
    """adds eps in the right place, which shows where it is 0.1 or gradients are near 1e-6"""
    verify("paths", *drawn(draw, 1, (4,), scale=scale), lr=0.05, **options)
    verify("paths", *drawn(draw, 20, (4,), scale=scale), lr=0.05, **options)


@check(
    1,
    "Does weight decay go through m and v, or past them?",
    "Here it is added to the gradient before anything else, g = g + weight_decay * p; AdamW does it otherwise.",
)
@pytest.mark.parametrize("steps", [1, 5])
def test_weight_decay(verify, draw, steps):
    """adds weight decay to the gradient"""
    verify("paths", *drawn(draw, steps, (2, 3)), lr=0.05, weight_decay=0.3)
    verify("paths", [draw.normal(3)], [[torch.zeros(3)]] * steps, lr=0.05, weight_decay=0.3)


@check(
    1,
    "Which of t, m and v belong to a single parameter?",
    "All three do: a parameter whose .grad is None keeps its t, m and v for its next step.",
    "A gradient of 0 is a gradient like any other: m and v shrink, and 0 / (0 + eps) is 0.",
)
def test_parameters(verify, draw):
    """keeps each parameter's state apart, with gradients that are None or 0, and takes a generator"""
    starts, rounds = drawn(draw, 4, (3,), (2, 3), ())
    verify("paths", starts[:2], [gradients[:2] for gradients in rounds], lr=0.05)
    first, second, third, last = rounds
    rounds = [[torch.zeros(3), None, first[2]], [None, *second[1:]], [third[0], torch.zeros(2, 3), None], last]
    verify("generator", starts, rounds, lr=0.05)
    verify("paths", starts, rounds, 0.05, (0.8, 0.95), 0.01, 0.1)  # by position


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
    "Make m and v with torch.zeros_like(p), so that they have its dtype and are on its device.",
    "The gradients belong to the caller: `g = p.grad + weight_decay * p` makes a new tensor, add_ does not.",
)
def test_contract(verify, draw):
    """keeps each parameter's dtype and device, and leaves the gradients as they are"""
    # With such betas a t kept as a float32 tensor corrects exactly, for parameters in float64 too.
    verify.contract("contract", *drawn(draw, 3, (3,), (2, 3)), lr=0.05, betas=(0.5, 0.75), weight_decay=0.1)
