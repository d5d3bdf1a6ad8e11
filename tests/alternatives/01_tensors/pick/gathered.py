"""gather wants an index of as many dimensions as the scores."""

import torch


def pick(scores, labels):
    return torch.gather(scores, 1, labels.unsqueeze(1)).squeeze(1)
