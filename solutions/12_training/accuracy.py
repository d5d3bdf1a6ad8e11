"""How good is a classifier? One number, and the table behind it.

    accuracy        = (number of samples whose largest score is that of the right class) / (number of samples)
    confusion[t, p] = number of samples of class t that the model takes for class p

The right answers lie on the table's diagonal, so that accuracy = confusion.diagonal().sum() / confusion.sum().
What lies beside it tells which classes are mixed up.
"""

import torch


def accuracy(scores: torch.Tensor, labels: torch.Tensor) -> float:
    """Return the share of right answers, from 0 to 1.

    Args:
        scores: one score for each class, shape (n, num_classes); the largest is the model's answer.
        labels: the right classes, shape (n,), int64.

    Example:
        >>> accuracy(torch.tensor([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3], [0.6, 0.4]]), torch.tensor([0, 1, 1, 0]))
        0.75

    Nothing is forbidden.

    Check it with `pytest --exercise accuracy`, get a hint with `torchgrade hint accuracy`.
    """
    ### BEGIN SOLUTION
    return (scores.argmax(1) == labels).sum().item() / len(labels)
    ### END SOLUTION


def confusion_matrix(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Count how often each class is taken for each.

    Args:
        scores: one score for each class, shape (n, num_classes); the largest is the model's answer.
        labels: the right classes, shape (n,), int64.

    Returns:
        A tensor of shape (num_classes, num_classes), int64, on the device of scores: a row for each right
        class, a column for each answer.

    Example:
        >>> scores = torch.tensor([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3], [0.6, 0.4]])
        >>> confusion_matrix(scores, torch.tensor([0, 1, 1, 0]))
        tensor([[2, 0],
                [1, 1]])
    """
    ### BEGIN SOLUTION
    num_classes = scores.shape[1]
    # Each pair (right, answer) has a number of its own, like the places of a table read row by row.
    pairs = labels * num_classes + scores.argmax(1)
    return torch.bincount(pairs, minlength=num_classes**2).reshape(num_classes, num_classes)
    ### END SOLUTION
