"""One small object for each parameter, which writes to .data and counts the divisor of the rate up itself."""


class Slot:
    def __init__(self, parameter, total):
        self.parameter = parameter
        self.total = total
        self.slowness = 1.0

    def move(self, lr, lr_decay, decay, eps):
        p = self.parameter
        g = p.grad.detach().clone()
        if decay != 0:
            g += decay * p.data
        self.total = self.total + g.pow(2)
        p.data.sub_(lr / self.slowness * g / (self.total**0.5 + eps))
        self.slowness += lr_decay


class Adagrad:
    def __init__(self, params, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10):
        self.slots = [Slot(p, initial_accumulator_value) for p in params]
        self.options = (lr, lr_decay, weight_decay, eps)

    def step(self):
        for slot in self.slots:
            if slot.parameter.grad is not None:
                slot.move(*self.options)

    def zero_grad(self):
        for slot in self.slots:
            slot.parameter.grad = None
