"""One optimizer for the body and one for the head."""

import torch


def fine_tune(model, head, x, labels, lr, steps):
    model.head = head
    body = [p for name, p in model.named_parameters() if not name.startswith("head.")]
    optimizers = [torch.optim.SGD(list(group), lr=lr, momentum=0.9) for group in (body, head.parameters()) if group]
    losses = []
    for _ in range(steps):
        model.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x), labels)
        loss.backward()
        for optimizer in optimizers:
            optimizer.step()
        losses.append(loss.item())
    return losses
