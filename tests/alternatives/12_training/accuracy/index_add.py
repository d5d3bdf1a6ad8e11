"""Adds ones with index_put and accumulate, in integer arithmetic to the end."""

import torch


def accuracy(scores, labels):
    hits = torch.count_nonzero(scores.topk(1, dim=1).indices.squeeze(1) == labels)
    return int(hits) / scores.shape[0]


def confusion_matrix(scores, labels):
    n = scores.shape[1]
    table = labels.new_zeros((n, n))
    return table.index_put_((labels, scores.argmax(1)), torch.ones_like(labels), accumulate=True)
