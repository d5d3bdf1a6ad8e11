"""accuracy and confusion_matrix, held against counting pair by pair."""

import pytest
import torch

from torchgrade import Exercise, check


class _Counting:
    """The right answers, with the parts that people get wrong as methods of their own."""

    def accuracy(self, scores, labels):
        return self.share(self.answers(scores), labels, scores.shape[1])

    def confusion_matrix(self, scores, labels):
        return self.table(self.answers(scores), labels, scores.shape[1])

    def answers(self, scores):
        return scores.argmax(1)

    def share(self, answers, labels, classes):
        return float((answers == labels).double().mean())

    def table(self, answers, labels, classes):
        pairs = torch.nn.functional.one_hot(labels, classes), torch.nn.functional.one_hot(answers, classes)
        return (pairs[0][:, :, None] * pairs[1][:, None, :]).sum(0)


exercise = Exercise("accuracy", "confusion_matrix", reference=_Counting)
exercise.equivalent(
    "a tensor of shape () is taken for the number in it",
    "return (scores.argmax(1) == labels).sum().item() / len(labels) -> return (scores.argmax(1) == "
    "labels).sum() / len(labels)",
)


@exercise.probe_with
def ask(learner, task, scores, labels):
    """The share of right answers as a number, or the table."""
    learner = learner() if isinstance(learner, type) else learner  # ours are classes with methods
    if task == "accuracy":
        return float(learner.accuracy(scores, labels))
    return learner.confusion_matrix(scores, labels)


@exercise.misconception(
    "the largest score of every class over the samples: the classes are dim 1", of=_Counting, method="answers"
)
def over_samples(self, scores):
    return scores.argmax(0).repeat(len(scores))[: len(scores)] % scores.shape[1]


@exercise.misconception(
    "argmax without a dimension: one place in the whole table of scores, where each sample has an answer",
    of=_Counting,
    method="accuracy",
)
def one_place(self, scores, labels):
    return float((scores.argmax() == labels).double().mean())


@exercise.misconception("the smallest score taken for the answer", of=_Counting, method="answers")
def smallest(self, scores):
    return scores.argmin(1)


@exercise.misconception(
    "a score above 0.5 taken for a yes; the answer is the class with the largest score", of=_Counting, method="answers"
)
def threshold(self, scores):
    return (scores > 0.5).to(torch.int64).argmax(1)


@exercise.misconception("the number of right answers, where their share was asked for", of=_Counting, method="share")
def number(self, answers, labels, classes):
    return float((answers == labels).sum())


@exercise.misconception("an accuracy in percent, where a share from 0 to 1 was asked for", of=_Counting, method="share")
def percent(self, answers, labels, classes):
    return 100 * float((answers == labels).double().mean())


@exercise.misconception("the share of wrong answers", of=_Counting, method="share")
def wrong_share(self, answers, labels, classes):
    return float((answers != labels).double().mean())


@exercise.misconception(
    "the mean of the classes' accuracies: a rare class counts as much as a frequent one", of=_Counting, method="share"
)
def mean_of_classes(self, answers, labels, classes):
    shares = [(answers[labels == c] == c).double().mean() for c in labels.unique()]
    return float(torch.stack(shares).mean())


@exercise.misconception(
    "divided by all numbers in scores; there is one answer for each sample", of=_Counting, method="share"
)
def divided_by_scores(self, answers, labels, classes):
    return float((answers == labels).double().mean()) / classes


@exercise.misconception("rows and columns swapped: the right class chooses the row", of=_Counting, method="table")
def swapped(self, answers, labels, classes):
    return _Counting.table(self, labels, answers, classes)


@exercise.misconception(
    "table[labels, answers] += 1, which adds 1 only once where a pair occurs several times",
    of=_Counting,
    method="table",
)
def once_a_pair(self, answers, labels, classes):
    table = torch.zeros(classes, classes, dtype=torch.int64, device=labels.device)
    table[labels, answers] += 1
    return table


@exercise.misconception(
    "only the right answers are counted; beside the diagonal all is 0", of=_Counting, method="table"
)
def diagonal_only(self, answers, labels, classes):
    return _Counting.table(self, answers, labels, classes) * torch.eye(classes, dtype=torch.int64)


@exercise.misconception("only the wrong answers are counted; the diagonal is 0", of=_Counting, method="table")
def mistakes_only(self, answers, labels, classes):
    return _Counting.table(self, answers, labels, classes) * (1 - torch.eye(classes, dtype=torch.int64))


@exercise.misconception(
    "as many classes as there are in labels: a class without samples has a row and a column too",
    of=_Counting,
    method="table",
)
def classes_seen(self, answers, labels, classes):
    seen = int(labels.max()) + 1
    return _Counting.table(self, answers, labels, classes)[:seen, :seen]


@exercise.misconception(
    "as many classes as labels and answers name: one that neither of them has is missing from the table",
    of=_Counting,
    method="table",
)
def classes_named(self, answers, labels, classes):
    named = int(torch.maximum(labels.max(), answers.max())) + 1
    return _Counting.table(self, answers, labels, classes)[:named, :named]


@exercise.misconception(
    "bincount without minlength: it ends at the last pair that occurs", of=_Counting, method="table"
)
def short_count(self, answers, labels, classes):
    return torch.bincount(labels * classes + answers).reshape(classes, classes)


@exercise.misconception("a table in floating point; counts are whole numbers", of=_Counting, method="table")
def floating(self, answers, labels, classes):
    return _Counting.table(self, answers, labels, classes).float()


@exercise.misconception("the table on the CPU, wherever the scores are", of=_Counting, method="table")
def on_cpu(self, answers, labels, classes):
    table = torch.zeros(classes, classes, dtype=torch.int64)
    return table if labels.is_meta else table.copy_(_Counting.table(self, answers, labels, classes))


def scored(draw, count, classes, right=0.6, labels=None):
    """Scores of a model that is right for that share of its answers, and labels in which class 0 is frequent."""
    labels = draw.integers(count, high=classes) * draw.integers(count, high=2) if labels is None else labels
    pushed = torch.nn.functional.one_hot(labels, classes) * (draw.uniform(count, 1) < right)
    return draw.normal(count, classes) + 9 * pushed - 4, labels


@check(
    3,
    "Which class does the model bet on, if it gives one score for each?",
    "`scores.argmax(1)` are the answers, one for each sample; compare them with the labels.",
    "`(scores.argmax(1) == labels).sum().item() / len(labels)`",
)
@pytest.mark.parametrize(("count", "classes"), [(1, 2), (4, 2), (10, 3), (60, 5)])
def test_accuracy(verify, draw, count, classes):
    """gives the share of right answers"""
    verify("accuracy", *scored(draw, count, classes))
    verify("accuracy", *scored(draw, count, classes, right=1.0))


@check(
    3,
    "Which row and which column belong to a sample of class 2 that was taken for class 0?",
    "Row: the right class; column: the answer. Go through the samples, and add 1 at [label, answer] for each.",
    "Without a loop: number the pairs, `labels * num_classes + answers`, and count them with torch.bincount.",
)
@pytest.mark.parametrize(("count", "classes"), [(1, 2), (4, 2), (10, 3), (60, 5)])
def test_confusion(verify, draw, count, classes):
    """counts how often each class is taken for each"""
    verify("confusion", *scored(draw, count, classes))


@check(
    2,
    "How large is the table if a class has no sample, and if the model never answers with it?",
    "`num_classes = scores.shape[1]`; with torch.bincount, say `minlength=num_classes**2`.",
)
@pytest.mark.parametrize(("count", "classes"), [(2, 3), (8, 4), (20, 6)])
def test_missing_classes(verify, draw, count, classes):
    """has a row and a column for classes that never occur"""
    scores, labels = scored(draw, count, classes, labels=draw.integers(count, high=classes - 1))
    verify("confusion", scores, labels)
    verify("confusion", torch.cat([scores[:, :-1], scores[:, -1:] - 50], 1), labels)  # and never answered either


@check(
    2,
    "Are your counts whole numbers, and where were they made?",
    "Make the table with `dtype=torch.int64, device=scores.device`.",
)
def test_contract(verify, draw):
    """gives counts in int64 on the scores' device, and leaves its inputs unchanged"""
    verify.contract("confusion", *scored(draw, 12, 3))
