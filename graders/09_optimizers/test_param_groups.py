"""ParamGroups, held against torch.optim.SGD."""

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise("ParamGroups", reference=torch.optim.SGD, forbidden=("torch.optim", "aten::_fused_*"))
LOOP = 'for group in entries if isinstance(entries[{}], dict) else [{{"params": entries}}]:'
exercise.equivalent("the entries are all dicts, or all parameters", f"{LOOP.format(0)} -> {LOOP.format('(-1)')}")


@exercise.probe_with
def drive(subject, task, groups, rounds, changes=(), **options):
    """Make an optimizer of these groups ("starts" and options), change options, and return each parameter's path."""
    made = [[torch.nn.Parameter(start.clone()) for start in group["starts"]] for group in groups]
    own = [{key: value for key, value in group.items() if key != "starts"} for group in groups]
    dicts = [{"params": (p for p in params), **more} for params, more in zip(made, own, strict=True)]
    given = {"tensors": made[0], "generator": iter(made[0]), "late": dicts[:-1]}
    given.update({"nothing": [], "twice": [*dicts, {"params": made[0]}]})
    optimizer = subject(given.get(task, dicts), **options)
    params = [p for group in made for p in group]
    paths, cleared = [[] for _ in params], []
    for number, gradients in enumerate(rounds):
        if task == "late" and number == 1:
            optimizer.add_param_group(dicts[-1])
        for _, group, option, value in (change for change in changes if change[0] == number):
            optimizer.param_groups[group][option] = value
        for p, gradient in zip(params, gradients, strict=True):
            if task == "zero_grad" and gradient is not None:
                (p * gradient).sum().backward()  # adds to what zero_grad left
            elif task == "contract" and p.grad is not None:
                p.grad.copy_(gradient)  # shows state that borrowed the memory of a gradient
            else:
                p.grad = None if gradient is None else gradient.clone()
        optimizer.step()
        for path, p in zip(paths, params, strict=True):
            path.append(p.detach().clone())
        if task == "zero_grad":
            optimizer.zero_grad()
            cleared.append([p.grad is None or not bool(p.grad.any()) for p in params])
    found = [[len(list(g["params"])), float(g["lr"]), float(g["momentum"])] for g in optimizer.param_groups]
    return {"parameters": [*map(torch.stack, paths)], "groups: size, lr, momentum": found, "cleared": cleared}


class _Rules:
    """torch's rules one by one, so that each misconception below replaces a single one."""

    def __init__(self, params, lr=1e-3, momentum=0):
        self.defaults, self.param_groups, self.speeds = {"lr": lr, "momentum": momentum}, [], {}
        for group in self.groups(list(params)):
            self.add_param_group(group)

    def groups(self, entries):
        if not entries:
            raise ValueError("no parameters")
        return entries if isinstance(entries[0], dict) else [{"params": entries}]

    def add_param_group(self, group):
        group = {**self.defaults, **group, "params": list(group["params"])}
        self.refuse([p for other in self.param_groups for p in other["params"]], group)
        self.param_groups.append(group)

    def refuse(self, held, group):
        if any(p is q for p in group["params"] for q in held):
            raise ValueError("in more than one group")

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self.move(p, self.rate(group), self.momentum(group))

    def rate(self, group):
        return group["lr"]

    def momentum(self, group):
        return group["momentum"]

    def move(self, p, lr, momentum):
        self.speeds[p] = p.grad.clone() if p not in self.speeds else momentum * self.speeds[p] + p.grad
        p -= lr * self.speeds[p]

    def zero_grad(self):
        for group in self.param_groups:
            for p in group["params"]:
                p.grad = None


@exercise.misconception("the optimizer's own lr for every group", of=_Rules, method="rate")
def one_rate(self, group):
    return self.defaults["lr"]


@exercise.misconception("the first group's lr for every group", of=_Rules, method="rate")
def rate_of_the_first(self, group):
    return self.param_groups[0]["lr"]


@exercise.misconception("a group's lr taken as a factor of the optimizer's lr", of=_Rules, method="rate")
def rate_as_factor(self, group):
    return group["lr"] * self.defaults["lr"]


@exercise.misconception("a copy of lr, so that later changes in param_groups are not seen", of=_Rules, method="rate")
def old_rate(self, group):
    return group.setdefault("copy", group["lr"])  # what it was at the first step


@exercise.misconception("the optimizer's own momentum for every group", of=_Rules, method="momentum")
def one_momentum(self, group):
    return self.defaults["momentum"]


@exercise.misconception("lr inside v, v = momentum * v + lr * g: old steps keep their old lr", of=_Rules, method="move")
def rate_in_speed(self, p, lr, momentum):
    self.speeds[p] = lr * p.grad + (momentum * self.speeds[p] if p in self.speeds else 0)
    p -= self.speeds[p]


@exercise.misconception("a step along a new tensor: `p = p - lr * v` leaves p where it is", of=_Rules, method="move")
def rebinds(self, p, lr, momentum):
    p = p - lr * p.grad


@exercise.misconception("a group for each tensor, where a list of tensors is one group", of=_Rules, method="groups")
def group_each(self, entries):
    found = _Rules.groups(self, entries)
    return found if isinstance(entries[0], dict) else [{"params": [p]} for p in entries]


@exercise.misconception("an empty list of parameters accepted", of=_Rules, method="groups")
def accepts_nothing(self, entries):
    return entries and _Rules.groups(self, entries)


@exercise.misconception("the same parameter accepted in two groups", of=_Rules, method="refuse")
def accepts_twice(self, held, group):
    pass


@exercise.misconception("parameters compared by value: two of equal numbers are refused", of=_Rules, method="refuse")
def compares_values(self, held, group):
    _Rules.refuse(self, [p for p in group["params"] for q in held if torch.equal(p, q)], group)


@exercise.misconception("an option of 0 taken for none, as `... or ...` does", of=_Rules, method="add_param_group")
def zero_is_missing(self, group):
    _Rules.add_param_group(self, {key: value for key, value in group.items() if value})


@exercise.misconception("options missing in a group taken from the first", of=_Rules, method="add_param_group")
def missing_from_first(self, group):
    _Rules.add_param_group(self, {**(self.param_groups or [self.defaults])[0], **group})


@exercise.misconception("a generator kept as it is: the first step uses it up", of=_Rules, method="add_param_group")
def keeps_generator(self, group):
    self.param_groups.append({**self.defaults, **group})


@exercise.misconception("a missing gradient taken for 0, so that momentum still moves p", of=_Rules, method="step")
def none_is_zero(self):
    for p in (p for group in self.param_groups for p in group["params"] if p.grad is None):
        p.grad = torch.zeros_like(p)
    _Rules.step(self)


@exercise.misconception("zero_grad for the first group alone", of=_Rules, method="zero_grad")
def clears_first(self):
    for p in self.param_groups[0]["params"]:
        p.grad = None


@exercise.misconception("a zero_grad that does nothing, so that gradients add up", of=_Rules, method="zero_grad")
def never_clears(self):
    pass


@exercise.misconception("`p.grad.zero_()` also where .grad is None, as it is at first", of=_Rules, method="zero_grad")
def zeroes_none(self):
    for p in (p for group in self.param_groups for p in group["params"]):
        p.grad.zero_()


@exercise.misconception("v and .grad in one piece of memory: it lacks a clone", of=_Rules, method="move")
def borrows_gradient(self, p, lr, momentum):
    self.speeds[p] = self.speeds[p].mul_(momentum).add_(p.grad) if p in self.speeds else p.grad
    p -= lr * self.speeds[p]


@exercise.misconception("v made with torch.zeros(shape): on the CPU, wherever p is", of=_Rules, method="move")
def state_on_cpu(self, p, lr, momentum):
    self.speeds[p] = momentum * self.speeds.get(p, torch.zeros(p.shape)) + p.grad
    p -= lr * self.speeds[p]


def drawn(draw, steps, *sizes, **options):
    """Groups of so many parameters each, with an option of each group's own, and gradients for some steps."""
    groups = [{"starts": [draw.normal(2 + k, 3) for k in range(size)]} for size in sizes]
    for option, values in options.items():
        for group, value in zip(groups, values, strict=True):
            group.update({} if value is None else {option: value})
    starts = [start for group in groups for start in group["starts"]]
    return groups, [[draw.normal(*start.shape) for start in starts] for _ in range(steps)]


@check(
    1,
    "What is in param_groups if one hands over plain tensors?",
    'Plain tensors make one group: `{"params": list(params), "lr": lr, "momentum": momentum}`.',
)
@pytest.mark.parametrize(("task", "steps"), [("tensors", 1), ("tensors", 3), ("generator", 2)], ids=str)
def test_one_group(verify, draw, task, steps):
    """puts plain tensors into one group, and takes steps of SGD"""
    verify(task, *drawn(draw, steps, 2), lr=0.1)
    verify(task, *drawn(draw, steps, 2))


@check(
    2,
    "Which lr belongs to a group that names one, and which to a group that names none?",
    "A group starts from the optimizer's options, and its own come on top: `{**self.defaults, **group}`.",
    'In step: a loop over self.param_groups, in it a loop over the group\'s parameters, with `group["lr"]`.',
)
@pytest.mark.parametrize("rates", [(0.5, 0.1), (None, 0.2), (0.4, None), (0.4, None, 0.05)], ids=str)
def test_rates(verify, draw, rates):
    """gives each group its own lr, or else the optimizer's"""
    verify("dicts", *drawn(draw, 2, *(1 + k % 2 for k in range(len(rates))), lr=rates), lr=0.8)


@check(
    2,
    "When do you read lr: when the optimizer is made, or when it takes a step?",
    'Read `group["lr"]` and `group["momentum"]` inside step, and keep lr out of v.',
)
@pytest.mark.parametrize("momentum", [0, 0.5])
def test_changes(verify, draw, momentum):
    """follows changes in param_groups between steps"""
    rates = [[1, 0, "lr", 0.05], [2, 1, "lr", 0.5], [2, 0, "lr", 0.3]]
    verify("dicts", *drawn(draw, 4, 1, 2, lr=(0.2, None)), rates, lr=0.1, momentum=momentum)
    verify("dicts", *drawn(draw, 4, 1, 2), [[2, 1, "momentum", 0.3]], lr=0.1, momentum=0.9)


@check(
    1,
    "What is v after the first step, and after the second?",
    "`v = g` at a parameter's first step, later `v = momentum * v + g`, with the momentum of its group.",
)
@pytest.mark.parametrize("momenta", [(0.9, 0.5), (None, 0), (0.3, None)], ids=str)
def test_momentum(verify, draw, momenta):
    """has momentum, each group its own or else the optimizer's, and leaves parameters without a gradient alone"""
    groups, rounds = drawn(draw, 4, 2, 1, momentum=momenta)
    verify("dicts", groups, rounds, lr=0.1, momentum=0.7)
    verify("dicts", groups, rounds, lr=0.1)
    rounds[1][0] = rounds[2][2] = None
    verify("dicts", groups, rounds, lr=0.1, momentum=0.7)


@check(
    1,
    "Where do the options of a group come from that was added later, and does not name them?",
    "Let __init__ call add_param_group for every group: then there is one place that fills in what is missing.",
)
@pytest.mark.parametrize("rates", [(0.5, 0.1), (0.5, None)], ids=str)
def test_add_param_group(verify, draw, rates):
    """takes in a group that is added after a step"""
    verify("late", *drawn(draw, 3, 1, 2, lr=rates), lr=0.2, momentum=0.5)


@check(
    1,
    "A parameter that is in two groups would move twice a step. Who should notice?",
    "Raise ValueError where params is empty, and where a parameter already is in a group; compare with `is` or id().",
)
def test_refuses(verify, draw):
    """raises ValueError if there are no parameters, or one is in two groups"""
    groups, rounds = drawn(draw, 2, 1, 1)
    verify("dicts", groups[:1] * 2, rounds, lr=0.1)  # two parameters with the same numbers, as two biases of 0
    verify.raises(ValueError)("nothing", groups, rounds, lr=0.1)
    verify.raises(ValueError)("twice", groups, rounds, lr=0.1)


@check(1, "backward adds to .grad.", "For every parameter of every group: `p.grad = None`, or fill it with zeros.")
def test_zero_grad(verify, draw):
    """forgets every group's gradients in zero_grad; None and zeros are both right"""
    groups, rounds = drawn(draw, 3, 1, 2)
    rounds[0][1] = None  # zero_grad meets it before its first backward
    verify("zero_grad", groups, rounds, lr=0.1)


@check(
    1,
    "Which tensors does your code make, and which does it keep?",
    "v begins as `p.grad.clone()`: a new tensor, with p's dtype and device, which no later backward can change.",
)
def test_contract(verify, draw):
    """keeps each parameter's dtype and device, and keeps no gradient that is the caller's"""
    verify.contract("contract", *drawn(draw, 3, 1, 2), lr=0.1, momentum=0.9)
