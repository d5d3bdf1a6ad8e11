"""Moves the batch to a parameter with to(other), clears the model's gradients, and sets them to zero."""


def train_step(model, images, labels, optimizer, loss_fn):
    for module in model.modules():
        module.training = True
    weight = list(model.parameters())[0]
    images = images.to(weight.device)
    labels = labels.to(device=weight.device)
    model.zero_grad(set_to_none=False)
    scores = model(images)
    loss = loss_fn(scores, labels)
    loss.backward()
    optimizer.step()
    return loss.data
