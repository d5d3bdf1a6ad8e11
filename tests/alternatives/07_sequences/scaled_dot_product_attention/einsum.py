"""Names the dimensions in einsum, turns every mask into numbers first, and writes softmax by hand."""

import math

import torch


def scaled_dot_product_attention(query, key, value, attn_mask=None, is_causal=False):
    L, S = query.size(-2), key.size(-2)
    bias = torch.zeros(L, S, dtype=query.dtype, device=query.device)
    if is_causal:
        if attn_mask is not None:
            raise RuntimeError("is_causal and attn_mask exclude each other")
        future = torch.arange(S, device=query.device) > torch.arange(L, device=query.device)[:, None]
        bias = bias.masked_fill(future, -math.inf)
    if attn_mask is not None:
        if attn_mask.dtype is torch.bool:
            bias = torch.where(attn_mask, 0.0, -math.inf)
        else:
            bias = attn_mask
    scores = torch.einsum("...le,...se->...ls", query * query.size(-1) ** -0.5, key) + bias
    shares = torch.exp(scores - scores.amax(-1, keepdim=True))
    shares = shares / shares.sum(-1, keepdim=True)
    return torch.einsum("...ls,...sv->...lv", shares, value)
