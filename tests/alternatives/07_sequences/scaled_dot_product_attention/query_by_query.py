"""Takes one query after the other; forbidden scores become the most negative number there is."""

import torch


def scaled_dot_product_attention(query, key, value, attn_mask=None, is_causal=False):
    if attn_mask is not None and is_causal:
        raise RuntimeError("only one of attn_mask and is_causal may be set")
    lowest = torch.finfo(query.dtype).min
    full = query.shape[:-1] + key.shape[-2:-1]
    mask = None if attn_mask is None else attn_mask.expand(full)
    results = []
    for i in range(query.shape[-2]):
        scores = (key * query[..., i : i + 1, :]).sum(-1) / torch.sqrt(torch.tensor(float(query.shape[-1])))
        if is_causal:
            places = torch.arange(key.shape[-2], device=key.device)
            scores = torch.where(places <= i, scores, torch.full_like(scores, lowest))
        elif mask is not None and mask.dtype == torch.bool:
            scores = torch.where(mask[..., i, :], scores, torch.full_like(scores, lowest))
        elif mask is not None:
            scores = scores + mask[..., i, :]
        weights = scores.softmax(dim=-1)
        results.append((weights.unsqueeze(-1) * value).sum(-2))
    return torch.stack(results, dim=-2)
