"""Counts how often each value is used, and lets it hand on when it has heard from all of them: no recursion."""


class Value:
    def __init__(self, data, operands=()):
        self.data = data
        self.grad = 0.0
        self.operands = operands

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        if not isinstance(other, Value):
            return Value(self.data * other, ((self, other),))
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, exponent):
        result = self.data**exponent
        return Value(result, ((self, exponent * result / self.data),))

    def relu(self):
        if self.data <= 0:
            return Value(0.0)
        return Value(self.data, ((self, 1.0),))

    def backward(self):
        uses = {}
        waiting = [self]
        while waiting:
            value = waiting.pop()
            for operand, _ in value.operands:
                if id(operand) not in uses:
                    waiting.append(operand)
                    uses[id(operand)] = 0
                uses[id(operand)] += 1
        self.grad = 1.0
        ready = [self]
        while ready:
            value = ready.pop()
            for operand, slope in value.operands:
                operand.grad += slope * value.grad
                uses[id(operand)] -= 1
                if uses[id(operand)] == 0:
                    ready.append(operand)

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + other * -1.0

    def __truediv__(self, other):
        return self * other**-1.0

    __radd__ = __add__
    __rmul__ = __mul__
