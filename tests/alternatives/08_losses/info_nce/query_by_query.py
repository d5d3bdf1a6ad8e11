"""One query after the other: how much better or worse than its own key is every key?"""

import torch


def info_nce(queries, keys, temperature=0.1):
    if len(queries) > len(keys):
        raise ValueError(f"{len(queries)} queries, but only {len(keys)} keys")
    keys = keys / keys.pow(2).sum(dim=1, keepdim=True).sqrt()
    total = 0
    for i, query in enumerate(queries):
        scores = torch.mv(keys, query / query.norm()) / temperature
        lead = scores - scores[i]
        top = lead.max()
        total = total + top + torch.log(torch.exp(lead - top).sum())
    return total / len(queries)
