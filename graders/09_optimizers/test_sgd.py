"""SGD, held against torch.optim.SGD."""

import pytest
import torch

from torchgrade import Exercise, check, drive_optimizer, samples

exercise = Exercise("SGD", reference=torch.optim.SGD, forbidden=("torch.optim", "aten::_fused_*"))
exercise.probe_with(drive_optimizer)


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.params, self.lr, self.momentum, self.dampening = list(params), lr, momentum, dampening
        self.weight_decay, self.nesterov, self.speeds = weight_decay, nesterov, {}

    @torch.no_grad()
    def step(self):
        for p in self.params:
            if p.grad is not None:
                self.move(p, self.gradient(p))

    def gradient(self, p):
        return p.grad + self.weight_decay * p

    def move(self, p, g):
        if self.momentum:
            old = self.speeds.get(p)
            self.speeds[p] = self.speed(g, old)
            g = self.direction(g, old, self.speeds[p])
        p -= self.lr * g

    def speed(self, g, old):
        return g if old is None else self.momentum * old + (1 - self.dampening) * g

    def direction(self, g, old, new):
        return g + self.momentum * new if self.nesterov else new

    def zero_grad(self):
        for p in self.params:
            p.grad = None


@exercise.misconception("`p = p - lr * g`, a new tensor by an old name: the parameter stays", of=_Rules, method="move")
def rebinds(self, p, g):
    p = p - self.lr * g


@exercise.misconception("no momentum at all, whatever was asked for", of=_Rules, method="move")
def no_momentum(self, p, g):
    p -= self.lr * g


@exercise.misconception(
    "momentum as an average, momentum * v + (1 - momentum) * g: the first step is too short", of=_Rules, method="speed"
)
def averages(self, g, old):
    return (1 - self.momentum) * g + (0 if old is None else self.momentum * old)


@exercise.misconception("dampening in the first step too, where v is the whole gradient", of=_Rules, method="speed")
def dampens_first(self, g, old):
    return (1 - self.dampening) * g + (0 if old is None else self.momentum * old)


@exercise.misconception("one first step for all: a later first gradient is dampened at once", of=_Rules, method="step")
@torch.no_grad()
def first_for_all(self):
    self.started = getattr(self, "started", False)
    for p in self.params:
        if p.grad is not None:
            if self.momentum and self.started:
                self.speeds.setdefault(p, torch.zeros_like(p))
            self.move(p, self.gradient(p))
    self.started = True


@exercise.misconception("no dampening, whatever was asked for", of=_Rules, method="speed")
def no_dampening(self, g, old):
    return g if old is None else self.momentum * old + g


@exercise.misconception("dampening even where there is no momentum", of=_Rules, method="move")
def always_dampens(self, p, g):
    self.speeds[p] = self.speed(g, self.speeds.get(p))
    p -= self.lr * self.direction(g, None, self.speeds[p])


@exercise.misconception("a step along the old v, which is updated only after its use", of=_Rules, method="direction")
def stale_speed(self, g, old, new):
    if self.nesterov:
        return g + self.momentum * new
    return torch.zeros_like(g) if old is None else old


@exercise.misconception("plain momentum where Nesterov was asked for", of=_Rules, method="direction")
def no_nesterov(self, g, old, new):
    return new


@exercise.misconception("Nesterov's look-ahead without the gradient: momentum * v alone", of=_Rules, method="direction")
def nesterov_alone(self, g, old, new):
    return self.momentum * new if self.nesterov else new


@exercise.misconception("no weight decay, whatever was asked for", of=_Rules, method="gradient")
def no_decay(self, p):
    return p.grad.clone()


@exercise.misconception("weight decay with the wrong sign: it pushes p away from 0", of=_Rules, method="gradient")
def decay_sign(self, p):
    return p.grad - self.weight_decay * p


@exercise.misconception("weight decay beside momentum: it shrinks p, but takes no part in v", of=_Rules, method="move")
def decay_beside(self, p, g):
    p *= 1 - self.lr * self.weight_decay
    _Rules.move(self, p, p.grad.clone())


@exercise.misconception(
    "skipping a parameter whose gradient is 0, though weight decay and momentum still move it", of=_Rules, method="move"
)
def skips_zero(self, p, g):
    if p.grad.any():
        _Rules.move(self, p, g)


@exercise.misconception("one v for all parameters together", of=_Rules, method="move")
def shared_speed(self, p, g):
    _Rules.move(self, p, g)
    self.speeds = dict.fromkeys(self.params, self.speeds.get(p))


@exercise.misconception("a missing gradient taken for 0, so that its parameter still moves", of=_Rules, method="step")
@torch.no_grad()
def none_is_zero(self):
    for p in self.params:
        given, p.grad = p.grad, torch.zeros_like(p) if p.grad is None else p.grad
        self.move(p, self.gradient(p))
        p.grad = given


@exercise.misconception("ending the whole step at the first parameter without a gradient", of=_Rules, method="step")
@torch.no_grad()
def stops_at_none(self):
    for p in self.params:
        if p.grad is None:
            return
        self.move(p, self.gradient(p))


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


@exercise.misconception(
    "v and .grad in one piece of memory, so that the next gradient overwrites v: it lacks a clone",
    of=_Rules,
    method="move",
)
def borrows_gradient(self, p, g):
    old = self.speeds.get(p)
    if old is None:
        self.speeds[p] = g if self.weight_decay else p.grad
    else:
        old.mul_(self.momentum).add_(g, alpha=1 - self.dampening)
    p -= self.lr * (self.direction(g, old, self.speeds[p]) if self.momentum else g)


@exercise.misconception("a v made with torch.zeros(shape): on the CPU, wherever p is", of=_Rules, method="speed")
def state_on_cpu(self, g, old):
    return self.momentum * torch.zeros(g.shape) + g if old is None else _Rules.speed(self, g, old)


def drawn(draw, steps, *shapes):
    return [draw.normal(*shape) for shape in shapes], [[draw.normal(*shape) for shape in shapes] for _ in range(steps)]


@check(
    2,
    "Where must the new numbers end up, so that the model sees them?",
    "Change the parameter in place, under torch.no_grad(), so that the step itself is not recorded.",
    "`with torch.no_grad():` and, for each parameter, `p -= self.lr * p.grad`.",
)
@pytest.mark.parametrize(("steps", "shapes"), [(1, [(1,)]), (3, [(2, 3)]), (3, [(4,), (2, 3)])], ids=str)
def test_plain(verify, draw, steps, shapes):
    """takes plain steps of -lr * gradient, on every parameter"""
    verify("paths", *drawn(draw, steps, *shapes), lr=0.1)


@check(
    1,
    "What is v after the first step, and what is it after the second?",
    "At a parameter's first step v is the gradient itself; dampening only counts from the second step on.",
    "`v = g if v is None else momentum * v + (1 - dampening) * g`; without momentum there is no v, and no dampening.",
)
@pytest.mark.parametrize("steps", [1, 2, 5])
@pytest.mark.parametrize(("momentum", "dampening"), [(0.9, 0), (0.5, 0.3), (0, 0.3)], ids=str)
def test_momentum(verify, draw, steps, momentum, dampening):
    """keeps its speed with momentum, and slows it with dampening"""
    verify("paths", *drawn(draw, steps, (2,), (2, 3)), lr=0.1, momentum=momentum, dampening=dampening)


@check(
    1,
    "Nesterov looks one step ahead: where would v take you from here?",
    "The step goes along g + momentum * v, with the v that was updated just now.",
)
@pytest.mark.parametrize("steps", [1, 2, 5])
def test_nesterov(verify, draw, steps):
    """looks ahead with Nesterov momentum"""
    verify("paths", *drawn(draw, steps, (2, 3), (2, 3)), lr=0.1, momentum=0.8, nesterov=True)


@check(
    1,
    "In which direction does weight decay push a parameter whose gradient is 0?",
    "Weight decay is added to the gradient before anything else happens to it: g = g + weight_decay * p.",
)
@pytest.mark.parametrize(("steps", "decay"), [(1, 0.1), (3, 0.5)], ids=str)
def test_weight_decay(verify, draw, steps, decay):
    """pulls the parameters towards 0 with weight decay, also where the gradient is 0"""
    starts, rounds = drawn(draw, steps, (2,), (2, 3))
    verify("paths", starts, rounds, lr=0.1, weight_decay=decay)
    verify("paths", starts, [[torch.zeros(2), torch.zeros(2, 3)]], lr=0.1, weight_decay=decay)


@check(
    1,
    "In which order do weight decay, momentum and Nesterov come?",
    "Weight decay goes into g first; v takes in that g; Nesterov then combines that g with the new v.",
)
@pytest.mark.parametrize("more", [{}, {"dampening": 0.4}, {"nesterov": True}], ids=str)
def test_together(verify, draw, more):
    """gets all options right together"""
    verify("paths", *drawn(draw, 5, (2,), (2, 3)), lr=0.1, momentum=0.9, weight_decay=0.2, **more)


@check(
    1,
    "What should happen to a parameter that took no part in the loss?",
    "Where .grad is None the parameter is left alone, and its v too; a gradient of 0 is a gradient like any other.",
    "Keep one v a parameter, and use `continue` where `p.grad is None`.",
)
def test_parameters(verify, draw):
    """keeps each parameter's state apart, with gradients that are None or 0, and takes a generator"""
    starts, (first, second, third, last) = drawn(draw, 4, (3,), (2, 3), ())
    rounds = [[first[0], None, first[2]], [None, *second[1:]], [torch.zeros(3), third[1], None], last]
    verify("paths", starts, rounds, lr=0.1, momentum=0.9)
    verify("generator", starts, rounds, lr=0.1, momentum=0.9, weight_decay=0.1)
    verify("paths", starts, rounds, 0.1, 0.9, 0.5, 0.2)  # by position
    verify("paths", starts, rounds, lr=0.1, momentum=0.9, dampening=0.5)


@check(1, "backward adds to .grad.", "For every parameter: `p.grad = None`, or fill the gradient with zeros.")
def test_zero_grad(verify, draw):
    """forgets every gradient in zero_grad; None and zeros are both right"""
    starts, rounds = drawn(draw, 3, (3,), (2, 3))
    rounds[0][1] = None  # zero_grad meets it before its first backward
    verify("zero_grad", starts, rounds, lr=0.1)


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
    "Make state with torch.zeros_like(p) or from the gradient by arithmetic, with its dtype and on its device.",
    "The gradients belong to the caller: clone one before you keep it or change it in place.",
)
def test_contract(verify, draw):
    """keeps each parameter's dtype and device, and leaves the gradients as they are"""
    verify.contract("contract", *drawn(draw, 3, (3,), (2, 3)), lr=0.1, momentum=0.9)
    verify.contract("contract", *drawn(draw, 2, (3,), (2, 3)), lr=0.1, momentum=0.9, weight_decay=0.1)
