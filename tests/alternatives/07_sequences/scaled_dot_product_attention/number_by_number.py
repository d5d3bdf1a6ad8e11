"""Computes score by score in loops over batches, queries and keys, and its own softmax."""

import math

import torch


def scaled_dot_product_attention(query, key, value, attn_mask=None, is_causal=False):
    if attn_mask is not None and is_causal:
        raise RuntimeError("both")
    length, keys = query.size(-2), key.size(-2)
    if is_causal:
        attn_mask = torch.tensor([[j <= i for j in range(keys)] for i in range(length)], device=query.device)
    fronts = [t.shape[:-2] for t in (query, key, value, attn_mask) if t is not None]
    front = torch.broadcast_shapes(*fronts)
    q, k, v = (t.expand(front + t.shape[-2:]).reshape(-1, *t.shape[-2:]) for t in (query, key, value))
    mask = None if attn_mask is None else attn_mask.expand((*front, length, keys)).reshape(-1, length, keys)
    samples = []
    for b in range(len(q)):
        rows = []
        for i in range(length):
            s = torch.stack([(q[b, i] * k[b, j]).sum() / math.sqrt(q.size(-1)) for j in range(keys)])
            if mask is not None and mask.dtype == torch.bool:
                s = torch.where(mask[b, i], s, torch.full_like(s, float("-inf")))
            elif mask is not None:
                s = s + mask[b, i]
            e = torch.exp(s - s.max())
            rows.append(sum(e[j] / e.sum() * v[b, j] for j in range(keys)))
        samples.append(torch.stack(rows))
    return torch.stack(samples).reshape((*front, length, v.size(-1)))
