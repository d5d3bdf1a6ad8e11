"""DataLoader, held against torch.utils.data.DataLoader; shuffled epochs by what holds for every random order."""

import pytest
import torch

from torchgrade import Exercise, check

exercise = Exercise(
    "DataLoader",
    reference=torch.utils.data.DataLoader,
    forbidden=tuple(f"torch.utils.data.{name}" for name in ("DataLoader", "dataloader", "sampler", "_utils")),
)
ORDER = "order = torch.randperm(n, generator=self.generator){} if self.shuffle else range(n)"
STACK = "yield [torch.stack(column) for column in zip(*samples{})]"
exercise.equivalent("a tensor of shape () is an index too", f"{ORDER.format('.tolist()')} -> {ORDER.format('')}")
exercise.equivalent(
    "every sample has as many parts",
    *(f"{STACK.format(', strict=True')} -> {STACK.format(other)}" for other in ("", ", strict=False")),
)


@exercise.probe_with
def drive(DataLoader, what, x, y, batch_size=2, seed=0, places=2, **options):
    """Load a dataset of the pairs (x[i], y[i]), or of more or fewer places, and return what `what` names."""
    read = []

    class Pairs:
        def __len__(self):
            return len(x)

        def __getitem__(self, index):
            read.append(range(len(x))[index.__index__()])  # a slice has no __index__, and need not be understood
            return (x[read[-1]], y[read[-1]], -x[read[-1]])[:places]

    def load(**more):
        return DataLoader(Pairs(), batch_size, **options, **more)

    def shuffled(seed):
        return load(shuffle=True, generator=torch.Generator().manual_seed(seed))

    def one_epoch():  # its samples sorted, each with the y that came with it
        batches = list(shuffled(seed))
        xs, ys = (torch.cat([batch[place] for batch in batches]) for place in (0, 1))
        ranks = xs.reshape(len(xs), -1)[:, 0].argsort()
        return {"sizes": [len(batch[0]) for batch in batches], "x": xs[ranks], "y": ys[ranks]}

    def order(loader):  # here each x[i] is i, so that an epoch's x are the order of its samples
        return [int(i) for batch in loader for i in batch[0].flatten()]

    def orders():
        loader, again = shuffled(seed), shuffled(seed)
        first, second = order(loader), order(loader)
        torch.rand(3)  # something else in the program draws a number
        same = [order(again), order(again)] == [first, second]
        pieces = [first[i : i + batch_size] for i in range(0, len(first), batch_size)]
        at_once = zip(*((a[0], b[0]) for a, b in zip(again, again, strict=False)), strict=True)
        one_each, alone = [sorted(torch.cat(side).tolist()) for side in at_once], load(shuffle=True)
        lone = [(torch.manual_seed(n), str(order(alone)), str(order(alone)))[1:] for n in (seed, seed, seed + 1)]
        return {
            "it is not the dataset's order": first != sorted(first),
            "the next epoch has another order": first != second,
            "another generator gives another order": first != order(shuffled(seed + 1)),
            "the same generator gives the same orders": same,
            "two loops at once meet every sample each": one_each == [sorted(first)] * 2,
            "without a generator torch's global one is drawn from": len({*lone[0], *lone[1], *lone[2]}) == 4,
            "samples are shuffled, not batches": any(p != list(range(p[0], p[0] + len(p))) for p in pieces),
        }

    def lazy(loader):
        before, first = len(read), next(iter(loader))[0]
        few = len(set(read)) == len(first)  # one may read a sample twice
        return {"first batch": first, "nothing is read before it": before == 0, "no more than it is read": few}

    def epochs(count):
        loader = load()
        return [[list(batch) for batch in loader] for _ in range(count)]

    return {
        "batches": lambda: epochs(1)[0],
        "twice": lambda: epochs(2),
        "side by side": lambda: (lambda it: [[a[0], b[0]] for a, b in zip(it, it, strict=False)])(load()),
        "length": lambda: {"length": len(load()), "batches that come": len(epochs(1)[0])},
        "shuffled": one_epoch,
        "orders": orders,
        "lazy": lambda: lazy(load()),
    }[what]()


class _Loader:
    """What DataLoader does, so that each misconception below replaces a single method."""

    def __init__(self, dataset, batch_size=1, shuffle=False, *, drop_last=False, generator=None):
        self.refuse(batch_size)
        self.dataset, self.batch_size, self.shuffle = dataset, batch_size, shuffle
        self.drop_last, self.generator = drop_last, generator

    def refuse(self, batch_size):
        if batch_size < 1:
            raise ValueError("batch_size")

    def __len__(self):
        return len(self.pieces(list(range(len(self.dataset)))))

    def __iter__(self):
        return self.run()

    def run(self):
        for piece in self.pieces(self.order(len(self.dataset))):
            yield self.batch([self.dataset[i] for i in piece])

    def order(self, n):
        return torch.randperm(n, generator=self.generator).tolist() if self.shuffle else list(range(n))

    def pieces(self, order):
        found = [order[i : i + self.batch_size] for i in range(0, len(order), self.batch_size)]
        return [piece for piece in found if len(piece) == self.batch_size or not self.drop_last]

    def batch(self, samples):
        return [torch.stack(column) for column in zip(*samples, strict=True)]


@exercise.misconception("a last batch that is always dropped when it is smaller", of=_Loader, method="pieces")
def always_drops(self, order):
    return [order[i : i + self.batch_size] for i in range(0, len(order) - self.batch_size + 1, self.batch_size)]


@exercise.misconception("a smaller last batch that is never dropped", of=_Loader, method="pieces")
def never_drops(self, order):
    return [order[i : i + self.batch_size] for i in range(0, len(order), self.batch_size)]


@exercise.misconception("the number of samples for a length, not the number of batches", of=_Loader, method="__len__")
def counts_samples(self):
    return len(self.dataset)


@exercise.misconception("a length rounded down, though a smaller last batch still comes", of=_Loader, method="__len__")
def rounds_down(self):
    return len(self.dataset) // self.batch_size


@exercise.misconception("a list of samples, where one stacked tensor a place was asked for", of=_Loader, method="batch")
def not_stacked(self, samples):
    return samples


@exercise.misconception("samples joined along a dimension they have, not along a new one", of=_Loader, method="batch")
def joined(self, samples):
    return [torch.cat([torch.atleast_1d(item) for item in column]) for column in zip(*samples, strict=True)]


@exercise.misconception("batches of two tensors, however many places a sample has", of=_Loader, method="batch")
def always_two(self, samples):
    return [torch.stack([sample[0] for sample in samples]), torch.stack([sample[1] for sample in samples])]


@exercise.misconception("a place in the epoch that two loops over the loader share", of=_Loader, method="__iter__")
def one_place(self):
    self.running = self.run()
    return iter(lambda: next(self.running), None)


@exercise.misconception("a loader that can be looped over only once", of=_Loader, method="__iter__")
def only_once(self):
    self.running = getattr(self, "running", None) or self.run()
    return self.running


@exercise.misconception("more than the first batch read before it is handed out", of=_Loader, method="__iter__")
def all_at_once(self):
    return iter(list(self.run()))


@exercise.misconception("the dataset's order, whether shuffle is set or not", of=_Loader, method="order")
def never_shuffles(self, n):
    return list(range(n))


@exercise.misconception("one random order, drawn once and the same in every epoch", of=_Loader, method="order")
def one_order(self, n):
    self.drawn = getattr(self, "drawn", None) or _Loader.order(self, n)
    return self.drawn


@exercise.misconception("torch's global generator, not the one that was given", of=_Loader, method="order")
def global_generator(self, n):
    return torch.randperm(n).tolist() if self.shuffle else list(range(n))


@exercise.misconception("the same seed set before every epoch", of=_Loader, method="order")
def own_seed(self, n):
    return torch.randperm(n, generator=torch.Generator().manual_seed(0)).tolist() if self.shuffle else list(range(n))


@exercise.misconception("indices drawn with repetition: some come twice, some never", of=_Loader, method="order")
def repeats(self, n):
    return torch.randint(n, (n,), generator=self.generator).tolist() if self.shuffle else list(range(n))


@exercise.misconception("the batches shuffled, each of them still a run of neighbours", of=_Loader, method="run")
def shuffles_batches(self):
    pieces = self.pieces(list(range(len(self.dataset))))
    for place in self.order(len(pieces)):
        yield self.batch([self.dataset[i] for i in pieces[place]])


@exercise.misconception("a batch size below 1 taken as it is", of=_Loader, method="refuse")
def takes_any_size(self, batch_size):
    self.batch = lambda samples: []


def pairs(draw, count, *shape):
    return {"x": draw.normal(count, *shape), "y": draw.integers(count, high=10)}


@check(
    3,
    "Which samples are in the first batch, which in the second, and what is left for the last?",
    "Take the samples' indices in pieces of batch_size; for each piece, stack what stands at one place in the samples.",
    "`samples = [dataset[i] for i in piece]`, then `[torch.stack(column) for column in zip(*samples)]`.",
)
@pytest.mark.parametrize(
    ("count", "batch_size", "shape"), [(2, 1, (2,)), (4, 2, (2,)), (5, 2, ()), (7, 3, (2, 3)), (3, 5, (4,))], ids=str
)
def test_batches(verify, draw, count, batch_size, shape):
    """gives all samples in batches, in the dataset's order, the last batch perhaps smaller"""
    for places in (2, 1, 3):
        verify("batches", **pairs(draw, count, *shape), batch_size=batch_size, places=places)


@check(
    1,
    "How many batches does your loop give, with and without a smaller last one?",
    "Count a smaller last batch unless it is dropped: (n + batch_size - 1) // batch_size or n // batch_size.",
)
@pytest.mark.parametrize(("count", "batch_size"), [(4, 2), (5, 2), (2, 3)], ids=str)
def test_length(verify, draw, count, batch_size):
    """has a length: the number of batches"""
    verify("length", **pairs(draw, count), batch_size=batch_size)
    verify("length", **pairs(draw, count), batch_size=batch_size, drop_last=True)


@check(
    1,
    "What if a last batch of one sample would spoil a batch norm?",
    "With drop_last=True a batch with fewer than batch_size samples is left out; full ones stay.",
)
@pytest.mark.parametrize(("count", "batch_size"), [(4, 2), (5, 2), (8, 3)], ids=str)
def test_drop_last(verify, draw, count, batch_size):
    """leaves a smaller last batch out if drop_last is set"""
    verify("batches", **pairs(draw, count, 2), batch_size=batch_size, drop_last=True)


@check(
    1,
    "What does the second `for` loop over the same loader give?",
    "`__iter__` must begin anew each time. Written with `yield`, it does.",
)
def test_epochs(verify, draw):
    """begins anew with every loop, and two loops at once do not disturb each other"""
    verify("twice", **pairs(draw, 5, 2))
    verify("side by side", **pairs(draw, 5, 2))


@check(
    2,
    "Does every sample come exactly once, and y beside its x, in an order that is new in every epoch?",
    "In `__iter__`, not in `__init__`, draw an order of all indices; then cut it into batches as before.",
    "`torch.randperm(len(dataset), generator=self.generator)` continues where the generator stands.",
)
@pytest.mark.parametrize(("count", "batch_size"), [(30, 5), (32, 6)], ids=str)
def test_shuffle(verify, draw, count, batch_size):
    """shuffles the samples anew for every epoch, from the generator alone"""
    verify("shuffled", **pairs(draw, count, 2), batch_size=batch_size, seed=draw.seed())
    numbers = torch.arange(count)  # right orders are equal by chance less than once in 10**20
    verify("orders", x=numbers, y=numbers, batch_size=batch_size, seed=draw.seed())


@check(
    1,
    "How much memory would a dataset of a million photos need?",
    "Read a batch's samples when it is asked for: `yield` hands one batch out and waits.",
)
def test_lazy(verify, draw):
    """reads no sample before its batch is asked for, and hands it out with its dtype"""
    verify("lazy", **pairs(draw, 9, 2), batch_size=2)
    verify.contract("batches", **pairs(draw, 5, 2), batch_size=2)


@check(
    1,
    "How many batches of 0 samples are in a dataset?",
    "`raise ValueError(...)` in `__init__` if batch_size is less than 1.",
)
def test_refuses(verify, draw):
    """refuses a batch size below 1"""
    verify("batches", **pairs(draw, 2), batch_size=1)
    verify.raises(ValueError)("length", **pairs(draw, 3), batch_size=0)
    verify.raises(ValueError)("length", **pairs(draw, 3), batch_size=-2)
