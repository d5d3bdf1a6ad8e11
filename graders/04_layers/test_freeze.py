"""freeze, held against a walk over named_parameters."""

import pytest
import torch

from torchgrade import Exercise, check


class _Freezer:
    """The right function, with the parts that people get wrong as methods of their own."""

    def __new__(cls, model, prefix):
        self = super().__new__(cls)
        frozen = [name for name, _ in model.named_parameters() if self.lies_in(name, prefix)]
        self.demand(frozen)
        for name, p in model.named_parameters():
            self.treat(p, name in frozen)
        return self.answer(frozen)

    def lies_in(self, name, prefix):
        return not prefix or f"{name}.".startswith(f"{prefix}.")

    def demand(self, frozen):
        if not frozen:
            raise ValueError("nothing has that prefix")

    def treat(self, p, frozen):
        if frozen:
            p.requires_grad_(False)
            p.grad = None

    def answer(self, frozen):
        return frozen


exercise = Exercise("freeze", reference=_Freezer)


@exercise.probe_with
def drive(freeze, start, x, prefixes):
    """Freeze parts of a model one after another, then take an optimizer's step; show what moved, and by how much."""

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 2))
            self.encoder2 = torch.nn.Linear(2, 2)
            self.head = torch.nn.ModuleDict({"encoder": torch.nn.Linear(2, 2), "last": torch.nn.Linear(2, 1)})
            self.scale = torch.nn.Parameter(torch.ones(()))

        def forward(self, x):
            x = self.encoder2(self.encoder(x))
            return self.scale * self.head["last"](self.head["encoder"](x))

    model, place = Model().to(start.device, start.dtype), 0
    with torch.no_grad():
        for p in model.parameters():
            p.copy_(start[place : place + p.numel()].reshape(p.shape))
            place += p.numel()
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    objects = list(model.parameters())
    optimizer = torch.optim.SGD(objects, lr=0.1)
    model(x).sum().backward()
    frozen = [freeze(model, prefix) for prefix in prefixes]
    gone = {name: p.grad is None for name, p in model.named_parameters()}
    optimizer.step()  # with the gradients from before
    old = {name: p.detach() - before[name] for name, p in model.named_parameters()}
    optimizer.zero_grad()
    y = model(x).sum()
    if y.requires_grad:
        y.backward()
    found = {name: [p.requires_grad, p.grad is None] for name, p in model.named_parameters()}
    same = all(one is other for one, other in zip(objects, model.parameters(), strict=True))
    return {
        "frozen": frozen,
        "moved": old,
        "old gradient is None": gone,
        "needs a gradient, has none": found,
        "same parameters": same,
    }


@exercise.misconception(
    "name.startswith(prefix) alone: the part encoder2 begins with encoder, too", of=_Freezer, method="lies_in"
)
def begins_alike(self, name, prefix):
    return name.startswith(prefix)


@exercise.misconception(
    "a prefix found anywhere in the name: head.encoder is another part", of=_Freezer, method="lies_in"
)
def anywhere(self, name, prefix):
    return prefix in name.split(".") or _Freezer.lies_in(self, name, prefix)


@exercise.misconception(
    "a dot demanded behind the prefix: a parameter's whole name is a prefix of itself", of=_Freezer, method="lies_in"
)
def dot_needed(self, name, prefix):
    return not prefix or name.startswith(f"{prefix}.")


@exercise.misconception(
    "name.startswith(prefix + '.') alone: a whole name and the empty prefix are left over",
    of=_Freezer,
    method="lies_in",
)
def only_with_dot(self, name, prefix):
    return name.startswith(f"{prefix}.")


@exercise.misconception(
    "the prefix found as letters anywhere in the name: `prefix in name` takes in encoder2 and head.encoder",
    of=_Freezer,
    method="lies_in",
)
def letters_anywhere(self, name, prefix):
    return prefix in name


@exercise.misconception(
    "the first part of the name compared alone: encoder.0 lies deeper", of=_Freezer, method="lies_in"
)
def first_part(self, name, prefix):
    return not prefix or name.split(".")[0] == prefix.split(".")[0]


@exercise.misconception(
    "the empty prefix taken for no part at all: it means the whole model", of=_Freezer, method="lies_in"
)
def empty_is_nothing(self, name, prefix):
    return f"{name}.".startswith(f"{prefix}.")


@exercise.misconception("the whole model frozen, whatever the prefix", of=_Freezer, method="lies_in")
def everything(self, name, prefix):
    return True


@exercise.misconception("the other parts frozen, and the named one left to learn", of=_Freezer, method="lies_in")
def the_others(self, name, prefix):
    return not _Freezer.lies_in(self, name, prefix)


@exercise.misconception("only weights frozen: the biases go on learning", of=_Freezer, method="lies_in")
def weights_only(self, name, prefix):
    return _Freezer.lies_in(self, name, prefix) and not name.endswith("bias")


@exercise.misconception(
    "requires_grad set on the module: only a parameter's own requires_grad counts", of=_Freezer, method="treat"
)
def set_on_module(self, p, frozen):
    pass


@exercise.misconception(
    "the old gradient left in .grad: the optimizer's next step still uses it", of=_Freezer, method="treat"
)
def gradient_left(self, p, frozen):
    if frozen:
        p.requires_grad_(False)


@exercise.misconception(
    "the old gradient set to 0, not to None: with momentum or weight decay an optimizer still moves the parameter",
    of=_Freezer,
    method="treat",
)
def gradient_zeroed(self, p, frozen):
    if frozen:
        p.requires_grad_(False)
        if p.grad is not None:
            p.grad.zero_()


@exercise.misconception(
    "the gradient cleared, but requires_grad left at True: the next backward fills it again",
    of=_Freezer,
    method="treat",
)
def only_cleared(self, p, frozen):
    if frozen:
        p.grad = None


@exercise.misconception(
    "all other parameters set to learn again, also those that had been frozen before", of=_Freezer, method="treat"
)
def thaws_others(self, p, frozen):
    _Freezer.treat(self, p, frozen)
    p.requires_grad_(not frozen)


@exercise.misconception(
    "all gradients cleared, also those of the parameters that go on learning", of=_Freezer, method="treat"
)
def clears_all(self, p, frozen):
    _Freezer.treat(self, p, frozen)
    p.grad = None


@exercise.misconception("a prefix that nothing has accepted without a word", of=_Freezer, method="demand")
def accepts_all(self, frozen):
    pass


@exercise.misconception(
    "the number of frozen parameters returned, where their names were asked for", of=_Freezer, method="answer"
)
def number(self, frozen):
    return len(frozen)


@exercise.misconception("nothing returned", of=_Freezer, method="answer")
def nothing(self, frozen):
    return None


def given(draw):
    return draw.normal(41), draw.normal(4, 2)


@check(
    4,
    "Which names does `model.named_parameters()` show for the part that you want to freeze?",
    "A name belongs to the part if it begins with the prefix and a dot: `name.startswith(prefix + '.')`.",
    "For each such parameter: `p.requires_grad_(False)` and `p.grad = None`; collect the names.",
)
@pytest.mark.parametrize("prefix", ["encoder2", "encoder", "head", "encoder.0"])
def test_parts(verify, draw, prefix):
    """freezes the named part and no other, and returns the names"""
    verify(*given(draw), [prefix])


@check(
    2,
    "Is a parameter's whole name a prefix, too? And what does the empty one mean?",
    "Three ways to belong: the prefix is empty, it equals the name, or the name begins with it and a dot.",
)
@pytest.mark.parametrize("prefix", ["head.last.weight", "scale", ""], ids=["one parameter", "scale", "all"])
def test_whole_names(verify, draw, prefix):
    """takes a parameter's whole name as prefix, and the empty prefix for the whole model"""
    verify(*given(draw), [prefix])


@check(
    2,
    "What happens to a part that was frozen before?",
    "Change the parameters of this part alone; leave requires_grad of all others as it is.",
)
def test_in_turn(verify, draw):
    """freezes one part after another"""
    verify(*given(draw), ["encoder.2", "head"])
    verify(*given(draw), ["encoder", "encoder", "scale"])


@check(
    2,
    "What should freeze(model, 'enc') do, where no part is called enc?",
    "If the list of names is empty at the end, raise ValueError.",
)
def test_refuses(verify, draw):
    """raises ValueError where nothing has that prefix"""
    verify(*given(draw), ["encoder2"])
    verify.raises(ValueError)(*given(draw), ["enc"])
    verify.raises(ValueError)(*given(draw), ["encoder.0.weight.data"])
    verify.raises(ValueError)(*given(draw), ["last"])
