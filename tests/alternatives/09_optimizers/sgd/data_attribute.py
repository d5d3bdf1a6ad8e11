"""Writes to .data without no_grad, and keeps its state on small objects, one a parameter."""


class Ball:
    def __init__(self, parameter):
        self.parameter = parameter
        self.speed = None


class SGD:
    def __init__(self, params, lr, momentum=0, dampening=0, weight_decay=0, nesterov=False):
        self.balls = [Ball(p) for p in params]
        self.lr = lr
        self.momentum = momentum
        self.dampening = dampening
        self.weight_decay = weight_decay
        self.nesterov = nesterov

    def step(self):
        for ball in self.balls:
            if ball.parameter.grad is not None:
                self.roll(ball, ball.parameter.grad.data + self.weight_decay * ball.parameter.data)

    def roll(self, ball, push):
        if self.momentum:
            if ball.speed is None:
                ball.speed = push
            else:
                ball.speed = ball.speed * self.momentum + push * (1 - self.dampening)
            push = push + ball.speed * self.momentum if self.nesterov else ball.speed
        ball.parameter.data = ball.parameter.data - push * self.lr

    def zero_grad(self):
        for ball in self.balls:
            ball.parameter.grad = None
