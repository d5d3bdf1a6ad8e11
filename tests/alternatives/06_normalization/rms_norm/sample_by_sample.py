"""Flattens the samples and treats them in a loop."""

import torch


def rms_norm(input, normalized_shape, weight=None, eps=None):
    k = len(normalized_shape)
    if input.shape[-k:] != torch.Size(normalized_shape):
        raise RuntimeError("input does not end with normalized_shape")
    if eps is None:
        eps = torch.finfo(input.dtype).eps
    done = []
    for sample in input.reshape(-1, *normalized_shape):
        mean = sample.pow(2).sum() / sample.numel()
        sample = sample / (mean + eps).sqrt()
        done.append(sample if weight is None else weight * sample)
    return torch.stack(done).reshape(input.shape)
