"""Two graphs: from y to a detached hidden, then on from there, with that gradient as the start."""


def intermediate_gradient(f, g, x):
    leaf = x.clone().detach().requires_grad_(True)
    hidden = f(leaf)
    middle = hidden.detach().clone().requires_grad_(True)
    g(middle).backward()
    hidden.backward(gradient=middle.grad)
    return [middle.grad, leaf.grad]
