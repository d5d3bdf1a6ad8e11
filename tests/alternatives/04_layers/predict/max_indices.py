"""Takes the indices that max gives, in inference mode, and puts the modes back in a finally."""

import torch


def predict(model, x):
    training = [m for m in model.modules() if m.training]
    model.eval()
    try:
        with torch.inference_mode():
            scores = model(x)
            _, classes = torch.max(scores, dim=-1)
    finally:
        for m in training:
            m.training = True
    return classes
