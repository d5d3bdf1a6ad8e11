"""Fills the table sample by sample, and reads the accuracy off its diagonal."""

import torch


def confusion_matrix(scores, labels):
    classes = scores.shape[1]
    matrix = torch.zeros(classes, classes, dtype=torch.long, device=scores.device)
    _, predicted = torch.max(scores, dim=1)
    for t, p in zip(labels, predicted):
        matrix[t, p] += 1
    return matrix


def accuracy(scores, labels):
    matrix = confusion_matrix(scores, labels)
    return (torch.trace(matrix) / matrix.sum()).item()
