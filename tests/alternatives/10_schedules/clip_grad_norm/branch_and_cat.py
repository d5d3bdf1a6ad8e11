"""One long vector, and a branch for gradients that are too long."""

import torch


@torch.no_grad()
def clip_grad_norm_(parameters, max_norm):
    if torch.is_tensor(parameters):
        parameters = (parameters,)
    grads = [p.grad for p in parameters if p.grad is not None]
    if len(grads) == 0:
        return torch.zeros(())
    norm = torch.linalg.vector_norm(torch.cat([g.flatten() for g in grads]))
    if norm.is_meta or norm > max_norm:
        for g in grads:
            g *= max_norm / norm
    return norm
