"""EarlyStopping, held against its rule."""

import pytest
import torch

from torchgrade import Exercise, check


class _Stopping:
    """The right class, with the parts that people get wrong as methods of their own."""

    def __init__(self, patience, min_delta=0.0):
        self.demand(patience, min_delta)
        self.patience, self.min_delta, self.bad, self.improved = patience, min_delta, 0, False
        self.best = self.first()

    def demand(self, patience, min_delta):
        if patience < 1 or min_delta < 0:
            raise ValueError("no such stopping")

    def first(self):
        return float("inf")

    def step(self, loss):
        loss = self.number(loss)
        self.improved = self.is_better(loss)
        if self.improved:
            self.improve(loss)
        else:
            self.worsen(loss)
        return self.stops()

    def number(self, loss):
        return loss.item() if isinstance(loss, torch.Tensor) else loss

    def is_better(self, loss):
        return self.best is None or loss < self.best - self.min_delta

    def improve(self, loss):
        self.best, self.bad = loss, 0

    def worsen(self, loss):
        self.bad += 1

    def stops(self):
        return self.bad >= self.patience


exercise = Exercise("EarlyStopping", reference=_Stopping)
exercise.equivalent(
    "the first number is below infinity, which sets the count",
    'self.best, self.bad, self.improved = float("inf"), 0, False -> self.best, self.bad, self.improved = '
    'float("inf"), 1, False',
    'self.best, self.bad, self.improved = float("inf"), 0, False -> self.best, self.bad, self.improved = '
    'float("inf"), (-1), False',
)


@exercise.probe_with
def drive(EarlyStopping, task, losses, **options):
    """Show one loss after another, and that at which the training stops once more; return what was said of each."""
    stopping = EarlyStopping(**options)
    said, improved, best, epochs, again = [], [], [], 0, False
    before = [stopping.best, stopping.improved] if task == "first" else []
    for loss in losses.tolist() if task != "tensors" else (losses * torch.ones((), requires_grad=True)):
        said.append(bool(stopping.step(loss)))
        improved.append(bool(stopping.improved) if task != "stops" else False)
        best.append(float(torch.as_tensor(stopping.best).detach()) if task != "stops" else 0.0)
        epochs += 1
        if said[-1]:
            again = task == "stops" and bool(stopping.step(loss))
            break
    seen = {"best and improved before the first epoch": before} if task == "first" else {}
    seen |= {"stops": said, "epochs": epochs, "stops again, shown the last loss once more": again}
    if task != "stops":
        seen |= {"improved": improved, "best": torch.tensor(best, dtype=torch.float64)}
        seen["best is a tensor"] = isinstance(stopping.best, torch.Tensor)
    return seen


@exercise.misconception("one epoch late: stopping after more than `patience` bad epochs", of=_Stopping, method="stops")
def too_late(self):
    return self.bad > self.patience


@exercise.misconception("stopping at the first bad epoch, whatever patience says", of=_Stopping, method="stops")
def no_patience(self):
    return self.bad > 0


@exercise.misconception(
    "stopping at the one epoch where the count is `patience`, and no longer at the next: `==` in the place of `>=`",
    of=_Stopping,
    method="stops",
)
def only_once(self):
    return self.bad == self.patience


@exercise.misconception(
    "the count set back to 0 once it has said to stop: the next bad epoch is not enough any more",
    of=_Stopping,
    method="stops",
)
def counts_anew(self):
    enough = self.bad >= self.patience
    self.bad = 0 if enough else self.bad
    return enough


@exercise.misconception("never stopping", of=_Stopping, method="stops")
def never(self):
    return False


@exercise.misconception(
    "bad epochs counted over the whole training, also after a better one", of=_Stopping, method="improve"
)
def never_forgives(self, loss):
    self.best = loss


@exercise.misconception("min_delta ignored: the smallest gain counts", of=_Stopping, method="is_better")
def no_delta(self, loss):
    return loss < self.best


@exercise.misconception(
    "min_delta with the wrong sign: a slightly worse loss counts as better", of=_Stopping, method="is_better"
)
def lenient(self, loss):
    return loss < self.best + self.min_delta


@exercise.misconception(
    "min_delta as a share of the best loss, where it is a plain difference", of=_Stopping, method="is_better"
)
def relative(self, loss):
    return loss < self.best * (1 - self.min_delta)


@exercise.misconception("an equal loss taken for a better one", of=_Stopping, method="is_better")
def equal_is_better(self, loss):
    return loss <= self.best - self.min_delta


@exercise.misconception(
    "larger taken for better: that is right for an accuracy, not for a loss", of=_Stopping, method="is_better"
)
def larger_is_better(self, loss):
    return self.best == float("inf") or loss > self.best + self.min_delta


@exercise.misconception("a NaN taken for a better loss: no comparison with it holds", of=_Stopping, method="is_better")
def nan_is_better(self, loss):
    return not loss >= self.best - self.min_delta


@exercise.misconception(
    "compared with the epoch before, where the best one so far was asked for", of=_Stopping, method="worsen"
)
def compares_with_last(self, loss):
    self.best = loss
    self.bad += 1


@exercise.misconception(
    "the best moved by gains below min_delta too, so that a slow creep never counts", of=_Stopping, method="worsen"
)
def creeps(self, loss):
    self.best = min(self.best, loss)
    self.bad += 1


@exercise.misconception("a best of 0 before the first epoch, which no loss can beat", of=_Stopping, method="first")
def from_zero(self):
    return 0.0


@exercise.misconception("a best of 1 before the first epoch: larger losses count as bad", of=_Stopping, method="first")
def from_one(self):
    return 1.0


@exercise.misconception(
    "a large number for the first best: a loss may be larger, but none is larger than infinity",
    of=_Stopping,
    method="first",
)
def large_at_first(self):
    return 1e6


@exercise.misconception("None for the best before the first epoch, where it is infinite", of=_Stopping, method="first")
def none_at_first(self):
    return None


@exercise.misconception(
    "an epoch passed over that was hardly better or worse: what is not better is bad", of=_Stopping, method="worsen"
)
def passes_over_equal(self, loss):
    self.bad += not loss <= self.best + self.min_delta


@exercise.misconception("a NaN passed over: an epoch that was not better is a bad one", of=_Stopping, method="worsen")
def passes_over_nan(self, loss):
    self.bad += loss == loss


@exercise.misconception("the loss kept as a tensor, with the whole graph behind it", of=_Stopping, method="number")
def keeps_graph(self, loss):
    return loss


@exercise.misconception(
    "improved set once and never taken back: every later epoch's model would be saved", of=_Stopping, method="worsen"
)
def stays_improved(self, loss):
    self.bad += 1
    self.improved = True


@exercise.misconception(
    "a patience of 0 or a negative min_delta accepted without a word", of=_Stopping, method="demand"
)
def accepts_all(self, patience, min_delta):
    pass


def losses(draw, *numbers):
    """These losses, times a drawn factor of 1 or more."""
    return draw.choice([1.0, 1.5, 2.0]) * torch.tensor(numbers, dtype=torch.float64)


@check(
    4,
    "What do you count, and when does the count start again at 0?",
    "Keep the best loss and the number of bad epochs in a row; a better loss sets that number to 0.",
    "Bring the count up to date, then `return self.bad >= self.patience`: with `==` the epoch after would say False.",
)
@pytest.mark.parametrize("patience", [1, 2, 3])
def test_stops(verify, draw, patience):
    """stops after `patience` epochs in a row that were not better, and says so again after one more"""
    verify("stops", losses(draw, 3.0, 2.0, 1.0, 1.5, 1.4, 1.3, 1.2), patience=patience)
    verify("stops", losses(draw, 5.0, 6.0, 4.0, 4.5, 4.2, 3.0, 3.5, 3.2, 3.1, 3.05), patience=patience)
    verify("stops", losses(draw, 2.0, 3.0, 2.0, 2.0, 3.0, 3.0, 3.0), patience=patience)
    verify("stops", losses(draw, 2.0, 2.0, 2.0, 2.0, 2.0), patience=patience)


@check(
    2,
    "By how much must a loss be smaller than the best one to count?",
    "`loss < self.best - self.min_delta`; a gain that does not count leaves the best as it is.",
)
@pytest.mark.parametrize("min_delta", [0.1, 0.5], ids=str)
def test_min_delta(verify, draw, min_delta):
    """counts gains above min_delta only, and compares with the best loss"""
    creep = torch.tensor(
        [4.0, 3.75, 3.5, 3.4375, 3.375, 3.3125, 3.25, 3.0, 2.9375, 2.9375, 2.9375], dtype=torch.float64
    )
    flat = torch.tensor([2.0, 2.04, 2.08, 5.0, 5.0, 5.0, 5.0], dtype=torch.float64)
    scaled = draw.choice([1.0, 1.01, 1.02]) * creep
    verify("all", torch.tensor([2.0, 2.04, 1.98, 2.07, 1.0]), patience=3, min_delta=min_delta)
    verify("stops", draw.choice([1.0, 1.01, 1.02]) * flat, patience=3, min_delta=min_delta)
    verify("stops", scaled, patience=2, min_delta=min_delta)
    verify("stops", scaled, patience=4, min_delta=min_delta)


@check(
    2,
    "Which model would you keep, and how does the caller learn of it?",
    "self.improved belongs to the last epoch alone; self.best changes together with it.",
)
def test_best(verify, draw):
    """tells the best loss so far, infinite at first, and whether the last epoch reached it"""
    verify("all", losses(draw, 3.0, 2.0, 2.5, 1.0, 1.5, 1.2), patience=3)
    verify("first", 2.0**40 * losses(draw, 3.0, 2.0, 2.5, 1.0), patience=2)
    verify("all", losses(draw, 2.0, 2.0 - 2**-16, 2.0 - 2**-15), patience=1)
    verify("all", torch.tensor([2.0, 1.5, 1.0, 0.5]), patience=2, min_delta=0.5)
    verify("all", losses(draw, 3.0, 2.875, 2.0, 1.9375, 1.5), patience=2, min_delta=0.25)


@check(
    1,
    "What does a loss that comes from a model carry with it, and what comes out of a comparison with NaN?",
    "loss.item() turns a tensor into a number without its graph; write the test so that NaN fails it.",
)
def test_inputs(verify, draw):
    """takes tensors without keeping their graph, and never finds NaN better"""
    verify("tensors", losses(draw, 3.0, 2.0, 2.5, 1.0, 1.5, 1.25), patience=2)
    verify("all", torch.tensor([2.0, float("nan"), 1.0, float("nan"), float("nan"), 0.5]), patience=2)


@check(1, "After how many bad epochs can one stop at the earliest?", "Raise ValueError in __init__.")
def test_refuses(verify, draw):
    """raises ValueError for a patience below 1 and for a negative min_delta"""
    verify("all", losses(draw, 1.0, 2.0, 2.0), patience=1, min_delta=0.0)
    verify.raises(ValueError)("stops", losses(draw, 1.0), patience=0)
    verify.raises(ValueError)("stops", losses(draw, 1.0), patience=2, min_delta=-0.5)
