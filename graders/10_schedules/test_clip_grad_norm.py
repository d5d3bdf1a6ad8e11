"""clip_grad_norm_, held against torch.nn.utils.clip_grad_norm_."""

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise(
    "clip_grad_norm_",
    reference=torch.nn.utils.clip_grad_norm_,
    forbidden=("torch.nn.utils.clip_grad",),
)
exercise.equivalent(
    "the small number only keeps the division from 0, and the exercise does not name it",
    "g.mul_((max_norm / (total + 1e-6)).clamp(max=1.0)) -> g.mul_((max_norm / (total - 1e-06)).clamp(max=1.0))",
    "g.mul_((max_norm / (total + 1e-6)).clamp(max=1.0)) -> g.mul_((max_norm / (total + 2e-06)).clamp(max=1.0))",
)


@exercise.probe_with
def drive(clip_grad_norm_, gradients, max_norm, given="list", task="values"):
    """Clip parameters with these gradients (None: no gradient); return the norm and what is left of them."""
    parameters = []
    for gradient in gradients:
        parameters.append(torch.nn.Parameter(torch.ones(2) if gradient is None else torch.ones_like(gradient)))
        parameters[-1].grad = None if gradient is None else gradient.clone()
    before = [(p.grad, p.grad.data_ptr()) if task == "contract" else () for p in parameters]
    handed = {"list": parameters, "generator": (p for p in parameters), "single": parameters[0]}[given]
    norm = clip_grad_norm_(handed, max_norm)
    seen = {
        "norm": norm if norm is None else torch.as_tensor(norm),
        "gradients": [None if p.grad is None else p.grad.clone() for p in parameters],
        "parameters moved": [bool((p.detach() != 1).any()) if not p.is_meta else False for p in parameters],
    }
    if task == "contract":
        same = [p.grad is old and old.data_ptr() == at for p, (old, at) in zip(parameters, before, strict=True)]
        seen["the same .grad, changed in place"] = same
    return seen


class _Clipper:
    """The right function, with the parts that people get wrong as methods of their own."""

    def __new__(cls, parameters, max_norm):
        self = super().__new__(cls)
        kept = self.listed(parameters)
        grads = [p.grad for p in kept if p.grad is not None]
        total = self.norm(grads) if grads else torch.tensor(0.0)
        for p in kept:
            if p.grad is not None:
                self.scale(p, total, max_norm)
        return self.answer(total, grads)

    def listed(self, parameters):
        return [parameters] if isinstance(parameters, torch.Tensor) else list(parameters)

    def norm(self, grads):
        return torch.stack([g.square().sum() for g in grads]).sum().sqrt()

    def scale(self, p, total, max_norm):
        p.grad.mul_(min(1.0, float(max_norm / (total + 1e-6))))

    def answer(self, total, grads):
        return total


@exercise.misconception(
    "every gradient clipped by its own length: the direction of the whole changes", of=_Clipper, method="scale"
)
def one_by_one(self, p, total, max_norm):
    p.grad.mul_(min(1.0, float(max_norm / (p.grad.norm() + 1e-6))))


@exercise.misconception("every gradient clipped by its own length, and the last one's length returned")
class _OneByOne(_Clipper):
    def norm(self, grads):
        return grads[-1].norm()

    def scale(self, p, total, max_norm):
        p.grad.mul_(min(1.0, float(max_norm / (p.grad.norm() + 1e-6))))


@exercise.misconception(
    "the lengths of the gradients added up: it is the root of the sum of their squares", of=_Clipper, method="norm"
)
def sum_of_norms(self, grads):
    return torch.stack([g.norm() for g in grads]).sum()


@exercise.misconception(
    "the greatest length among the gradients, where they are one long arrow together", of=_Clipper, method="norm"
)
def largest_norm(self, grads):
    return torch.stack([g.norm() for g in grads]).max()


@exercise.misconception("the largest single number as the length", of=_Clipper, method="norm")
def largest_number(self, grads):
    return torch.stack([g.abs().max() for g in grads]).max()


@exercise.misconception("the sum of the squares without its root", of=_Clipper, method="norm")
def no_root(self, grads):
    return torch.stack([g.square().sum() for g in grads]).sum()


@exercise.misconception(
    "the sum of absolute values: another norm than the one that was asked for", of=_Clipper, method="norm"
)
def absolute_sum(self, grads):
    return torch.stack([g.abs().sum() for g in grads]).sum()


@exercise.misconception("the mean of the squares in the place of their sum", of=_Clipper, method="norm")
def mean_of_squares(self, grads):
    return torch.cat([g.reshape(-1) for g in grads]).square().mean().sqrt()


@exercise.misconception("the first gradient's length, where all of them count", of=_Clipper, method="norm")
def first_only(self, grads):
    return grads[0].norm()


@exercise.misconception(
    "single numbers cut off at max_norm: the direction changes, and the length may still be too large",
    of=_Clipper,
    method="scale",
)
def by_value(self, p, total, max_norm):
    p.grad.clamp_(-max_norm, max_norm)


@exercise.misconception(
    "gradients stretched where they are shorter than max_norm: those are to be left alone", of=_Clipper, method="scale"
)
def always(self, p, total, max_norm):
    p.grad.mul_(max_norm / (total + 1e-6))


@exercise.misconception("divided by the length without max_norm: the result has length 1", of=_Clipper, method="scale")
def to_one(self, p, total, max_norm):
    if total > max_norm:
        p.grad.div_(total + 1e-6)


@exercise.misconception("the parameters shortened, where it should be their gradients", of=_Clipper, method="scale")
@torch.no_grad()
def parameters_too(self, p, total, max_norm):
    p.mul_(min(1.0, float(max_norm / (total + 1e-6))))


@exercise.misconception("nothing clipped: only the length is worked out", of=_Clipper, method="scale")
def nothing(self, p, total, max_norm):
    pass


@exercise.misconception(
    "a new tensor in .grad: the trailing _ says that the old one is changed in place", of=_Clipper, method="scale"
)
def replaced(self, p, total, max_norm):
    p.grad = p.grad * min(1.0, float(max_norm / (total + 1e-6)))


@exercise.misconception(
    "the length after clipping returned, where the one before was asked for", of=_Clipper, method="answer"
)
def norm_after(self, total, grads):
    return self.norm(grads) if grads else total


@exercise.misconception("nothing returned", of=_Clipper, method="answer")
def no_answer(self, total, grads):
    return None


@exercise.misconception(
    "the parameters walked through before the length is worked out: a generator is empty the second time",
    of=_Clipper,
    method="listed",
)
def generator_used_up(self, parameters):
    kept = [parameters] if isinstance(parameters, torch.Tensor) else list(parameters)
    return kept if isinstance(parameters, list | torch.Tensor) else []


@exercise.misconception(
    "the parameters walked through for the length and again to shorten: a generator is empty the second time"
)
def walks_twice(parameters, max_norm):
    kept = [parameters] if isinstance(parameters, torch.Tensor) else parameters
    grads = [p.grad for p in kept if p.grad is not None]
    total = torch.stack([g.square().sum() for g in grads]).sum().sqrt() if grads else torch.tensor(0.0)
    for p in kept:
        if p.grad is not None:
            p.grad.mul_(min(1.0, float(max_norm / (total + 1e-6))))
    return total


@check(
    3,
    "How long is the arrow that all gradients form together?",
    "Square all numbers, add them up over all parameters, and take the root once, at the end.",
    "`total = torch.stack([g.square().sum() for g in grads]).sum().sqrt()`, then `g.mul_(max_norm / total)`.",
)
@pytest.mark.parametrize("shapes", [[(1,)], [(3,)], [(4,), (2, 3)], [(2,), (3, 3), ()]], ids=str)
def test_clips(verify, draw, shapes):
    """shortens all gradients by one factor, to a total length of max_norm"""
    gradients = [3 + draw.uniform(*shape) for shape in shapes]
    verify(gradients, 0.5)
    verify([-gradient for gradient in gradients], 2.0)


@check(
    2,
    "What should happen to a gradient that is short enough?",
    "The factor is max_norm / total, but never more than 1.",
)
@pytest.mark.parametrize("max_norm", [0.5, 20.0, 1000.0], ids=str)
def test_short(verify, draw, max_norm):
    """leaves gradients alone that are short enough, and zeros too"""
    verify([draw.normal(3), draw.normal(2, 2)], max_norm)
    verify([torch.zeros(3), torch.zeros(2)], max_norm)


@check(
    2,
    "Which length is worth writing down in a training's record?",
    "Work out the length first, keep it in a variable, scale, and return what you kept.",
)
@pytest.mark.parametrize("max_norm", [0.1, 100.0], ids=str)
def test_norm(verify, draw, max_norm):
    """returns the length before clipping"""
    verify([draw.normal(5)], max_norm)
    verify([draw.normal(4), 10 * draw.normal(2, 3), draw.normal()], max_norm)


@check(
    2,
    "What is `parameters`, if somebody writes model.parameters()?",
    "Make a list of it first: a generator can be walked through only once. Skip those whose .grad is None.",
    "`if isinstance(parameters, torch.Tensor): parameters = [parameters]`, then keep every p.grad that is not None.",
)
def test_parameters(verify, draw):
    """takes a generator, a single tensor, and parameters without a gradient"""
    verify([3 + draw.uniform(2, 3)], 1.0, given="single")
    verify([None, 3 + draw.uniform(4), None], 1.0)
    verify([None, None], 1.0)
    verify([3 + draw.uniform(3), 3 + draw.uniform(2, 3)], 1.0, given="generator")


@check(1, "Change each p.grad itself, with mul_ or *=, and return a tensor of its dtype on its device.")
def test_contract(verify, draw):
    """changes .grad in place, keeps dtype and device, and leaves the parameters alone"""
    verify.contract([3 + draw.uniform(3), 3 + draw.uniform(2, 3)], 1.0, task="contract")
