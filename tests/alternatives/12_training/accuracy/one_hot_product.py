"""The table as a product of two one-hot matrices."""

import torch
import torch.nn.functional as F


def accuracy(scores, labels):
    right = torch.argmax(scores, dim=-1).eq(labels)
    return right.float().mean().item()


def confusion_matrix(scores, labels):
    classes = scores.size(1)
    true = F.one_hot(labels, classes)
    predicted = F.one_hot(scores.argmax(dim=1), classes)
    return torch.einsum("nt,np->tp", true, predicted)
