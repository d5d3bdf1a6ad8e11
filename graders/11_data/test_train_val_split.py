"""train_val_split, held against a random permutation; judged by what holds for every right split."""

import pytest
import torch

from torchgrade import Exercise, check


class _Right:
    """The right way, with the parts that people get wrong as methods of their own; calling it splits."""

    def __new__(cls, x, y, val_count, generator):
        cls.refuse(val_count, len(x))
        train, val = cls.indices(len(x), val_count, generator)
        return tuple((x[part.to(x.device)], y[part.to(x.device)]) for part in (train, val))

    @staticmethod
    def refuse(val_count, n):
        if not 0 < val_count < n:
            raise ValueError("an empty part")

    @staticmethod
    def indices(n, val_count, generator):
        order = torch.randperm(n, generator=generator)
        return order[val_count:], order[:val_count]


exercise = Exercise("train_val_split", reference=_Right)


@exercise.probe_with
def drive(train_val_split, what, x, y, val_count, seed=0):
    """Let the learner split, and return what `what` names: things that are the same for every right split."""

    def split(seed):
        data = (x, y) if what == "parts" else (x.clone(), y.clone())  # which one split may not spoil for the next
        parts = train_val_split(*data, val_count, torch.Generator().manual_seed(seed))
        return [tensor for part in parts for tensor in part]

    def same(one, other):
        return all(a.shape == b.shape and bool((a == b).all()) for a, b in zip(one, other, strict=True))

    train_x, train_y, val_x, val_y = split(seed)
    if what == "parts":  # the samples of both parts together, sorted, each with the label that came with it
        together = torch.cat([train_x, val_x])
        order = together.reshape(len(together), -1)[:, 0].argsort()
        sizes = {"training samples": len(train_x), "validation samples": len(val_x)}
        return {**sizes, "samples": together[order], "labels": torch.cat([train_y, val_y])[order]}
    if what == "chance":
        first = split(seed)
        torch.rand(3)  # something else in the program draws a number
        again, other = split(seed), split(seed + 1)
        used = torch.Generator().manual_seed(seed)
        one, next_one = (train_val_split(x.clone(), y.clone(), val_count, used) for _ in range(2))
        held = torch.isin(x, val_x)
        return {
            "not simply the first samples are held out": not bool(held[:val_count].all()),
            "not simply the last samples are held out": not bool(held[-val_count:].all()),
            "the same generator gives the same split": same(first, again),
            "another generator gives another split": not same(first, other),
            "a generator that goes on gives another split": not same(one[1], next_one[1]),
        }
    splits = torch.stack([torch.isin(x, split(seed + k)[2]) for k in range(600)]).double()
    held, together = splits.mean(0), splits.T @ splits
    near = (held - val_count / len(x)).abs() < 0.15
    return {
        "each sample is held out now and then": (held > 0).tolist(),
        "no sample is held out always": (held < 1).tolist(),
        "each is held out about equally often": near.tolist(),
        "any two are held out together now and then": bool((together > 0).all()),
    }


@exercise.misconception("the last samples held out as they come, nothing shuffled", of=_Right, method="indices")
def last_ones(n, val_count, generator):
    return torch.arange(n).split([n - val_count, val_count])


@exercise.misconception("the first samples held out as they come, nothing shuffled", of=_Right, method="indices")
def first_ones(n, val_count, generator):
    val, train = torch.arange(n).split([val_count, n - val_count])
    return train, val


@exercise.misconception("two random draws, one for each part: some samples are in both", of=_Right, method="indices")
def drawn_twice(n, val_count, generator):
    first, second = (torch.randperm(n, generator=generator) for _ in range(2))
    return first[val_count:], second[:val_count]


@exercise.misconception("training samples that still contain the validation samples", of=_Right, method="indices")
def still_inside(n, val_count, generator):
    order = torch.randperm(n, generator=generator)
    return order, order[:val_count]


@exercise.misconception(
    "indices drawn with repetition: some samples come twice, some never", of=_Right, method="indices"
)
def repeated(n, val_count, generator):
    order = torch.randint(n, (n,), generator=generator)
    return order[val_count:], order[:val_count]


@exercise.misconception("a coin thrown for every sample: the sizes come out by chance", of=_Right, method="indices")
def coins(n, val_count, generator):
    held = torch.rand(n, generator=generator) < val_count / n
    return (~held).nonzero().squeeze(1), held.nonzero().squeeze(1)


@exercise.misconception("the sizes of the two parts swapped", of=_Right, method="indices")
def swapped(n, val_count, generator):
    order = torch.randperm(n, generator=generator)
    return order[:val_count], order[val_count:]


@exercise.misconception("torch's global generator, not the one that was given", of=_Right, method="indices")
def global_generator(n, val_count, generator):
    order = torch.randperm(n)
    return order[val_count:], order[:val_count]


@exercise.misconception(
    "a seed written into the function: every generator gives the same split", of=_Right, method="indices"
)
def own_seed(n, val_count, generator):
    order = torch.randperm(n, generator=torch.Generator().manual_seed(42))
    return order[val_count:], order[:val_count]


@exercise.misconception(
    "a fixed pattern held out, such as a run of neighbours, and only its place is random", of=_Right, method="indices"
)
def neighbours(n, val_count, generator):
    start = int(torch.randint(n - val_count + 1, (1,), generator=generator))
    everything = torch.arange(n)
    held = (everything >= start) & (everything < start + val_count)
    return everything[~held], everything[held]


@exercise.misconception(
    "the generator's seed taken, not its numbers: however far it has come, the split is the same",
    of=_Right,
    method="indices",
)
def seed_alone(n, val_count, generator):
    order = torch.randperm(n, generator=torch.Generator().manual_seed(generator.initial_seed()))
    return order[val_count:], order[:val_count]


@exercise.misconception("samples and labels shuffled each in an order of its own")
def labels_apart(x, y, val_count, generator):
    _Right.refuse(val_count, len(x))
    x, y = (tensor[torch.randperm(len(x), generator=generator).to(tensor.device)] for tensor in (x, y))
    return (x[val_count:], y[val_count:]), (x[:val_count], y[:val_count])


@exercise.misconception("(train_x, val_x), (train_y, val_y): a pair is to be one part, its samples and its labels")
def paired_by_kind(x, y, val_count, generator):
    (train_x, train_y), (val_x, val_y) = _Right(x, y, val_count, generator)
    return (train_x, val_x), (train_y, val_y)


@exercise.misconception("four tensors in a row, as scikit-learn returns them; here they come as two pairs")
def four_in_a_row(x, y, val_count, generator):
    (train_x, train_y), (val_x, val_y) = _Right(x, y, val_count, generator)
    return train_x, val_x, train_y, val_y


@exercise.misconception("a part without any sample let through", of=_Right, method="refuse")
def lets_through(val_count, n):
    pass


@exercise.misconception("shuffling the caller's own tensors in place")
def shuffles_in_place(x, y, val_count, generator):
    order = torch.randperm(len(x), generator=generator).to(x.device)
    x.copy_(x[order])
    y.copy_(y[order])
    _Right.refuse(val_count, len(x))
    return (x[val_count:].clone(), y[val_count:].clone()), (x[:val_count].clone(), y[:val_count].clone())


def samples(draw, count, *shape):
    return {"x": draw.normal(count, *shape), "y": draw.permutation(count)}


@check(
    4,
    "Is every sample in exactly one of your two parts, and is each beside its own label?",
    "Draw one random order of the numbers 0 to n - 1, and cut it in two: the pieces cannot overlap.",
    "`order = torch.randperm(n, generator=generator)`; `order[:val_count]` and `order[val_count:]` index x and y.",
)
@pytest.mark.parametrize(
    ("count", "val_count", "shape"), [(2, 1, ()), (5, 2, ()), (12, 4, (3,)), (30, 7, (2, 2))], ids=str
)
def test_parts(verify, draw, count, val_count, shape):
    """puts every sample with its label in one of two parts of the right sizes"""
    verify("parts", **samples(draw, count, *shape), val_count=val_count, seed=draw.seed())


@check(
    2,
    "Where does your chance come from, and does anything else draw from there?",
    "Hand `generator=generator` to whatever draws. Do not seed anything yourself.",
)
def test_generator(verify, draw):
    """gives the same split for the same generator, another one for another"""
    verify("chance", **samples(draw, 40), val_count=15, seed=draw.seed())  # equal by chance: 1 in 40 billion


@check(
    2,
    "If the samples are sorted by class, which classes would your validation part hold?",
    "Every sample must be held out now and then, whatever its place: shuffle before you cut.",
)
def test_fair(verify, draw):
    """holds every sample out equally often, over 600 splits"""
    # held out in 1/3 of 600 splits, give or take 0.019: a right split is off by 0.15 less than once in 10**13;
    # two together in 1 of 15: never in 600 less than once in 10**16
    verify("fair", **samples(draw, 6), val_count=2, seed=draw.integers(high=2**30).item())


@check(
    1,
    "What is left to learn from if all samples are held out?",
    "`raise ValueError(...)` unless 0 < val_count < n.",
)
@pytest.mark.parametrize("count", [3, 8])
def test_refuses(verify, draw, count):
    """refuses to make an empty part"""
    verify("parts", **samples(draw, count), val_count=count - 1, seed=3)
    for val_count in (0, count, count + 1, -1):
        verify.raises(ValueError)("parts", **samples(draw, count), val_count=val_count)


@check(1, "`x[order]` makes a new tensor; the caller's x and y stay in their order, with dtype and device.")
def test_contract(verify, draw):
    """keeps dtypes, and leaves x and y as they are"""
    verify.contract("parts", **samples(draw, 6, 2), val_count=2, seed=draw.seed())
