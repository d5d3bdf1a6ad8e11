"""Autograd from nothing: a number that remembers where it came from.

    c = a * b          c knows its operands, a and b, and the slopes  d c / d a = b  and  d c / d b = a

Whoever knows d y / d c for some result y then knows the rest, by the chain rule:

    a.grad += d c / d a * d y / d c          += : a may be used in other places too, and they all add up
    b.grad += d c / d b * d y / d c

A value may hand its gradient on only when it is complete, after everything that was computed from it has
handed on its own. So backward lists the values in topological order, operands before results, and walks
through the list from its end.
"""

from __future__ import annotations


class Value:
    """A number with a gradient, for +, *, ** and relu, and all that is made of them.

    `data` is the number, `grad` the gradient of the value that backward was called on, 0.0 at first.

    Example:
        >>> a, b = Value(3.0), Value(-2.0)
        >>> y = (a * b + a**2).relu() + a
        >>> y.backward()
        >>> y.data, a.grad, b.grad
        (6.0, 5.0, 3.0)

    Allowed: Python's numbers. You may keep other attributes than the given ones.
    Not allowed: torch's own autograd.

    Check it with `pytest --exercise scalar_value`, get a hint with `torchgrade hint scalar_value`.
    """

    def __init__(self, data: float, operands: tuple[tuple[Value, float], ...] = ()) -> None:
        """Hold a number; operands are pairs: a value that it was computed from, and the slope towards it."""
        self.data = data
        self.grad = 0.0
        self.operands = operands

    def __add__(self, other: Value | float) -> Value:
        """Return the sum."""
        other = other if isinstance(other, Value) else Value(other)
        ### BEGIN SOLUTION
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))
        ### END SOLUTION

    def __mul__(self, other: Value | float) -> Value:
        """Return the product."""
        other = other if isinstance(other, Value) else Value(other)
        ### BEGIN SOLUTION
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))
        ### END SOLUTION

    def __pow__(self, exponent: float) -> Value:
        """Return this value to the power of a plain number, which may be negative or a fraction."""
        ### BEGIN SOLUTION
        return Value(self.data**exponent, ((self, exponent * self.data ** (exponent - 1)),))
        ### END SOLUTION

    def relu(self) -> Value:
        """Return the value where it is positive, and 0 where it is not."""
        ### BEGIN SOLUTION
        slope = float(self.data > 0)
        return Value(max(self.data, 0.0), ((self, slope),))
        ### END SOLUTION

    def backward(self) -> None:
        """Add to the grad of every value behind this one the gradient of this one; its own grad becomes 1.

        Every value hands its gradient on once, after all that was computed from it.
        """
        ### BEGIN SOLUTION
        order: list[Value] = []

        def visit(value: Value) -> None:
            if value not in order:
                for operand, _ in value.operands:
                    visit(operand)
                order.append(value)  # after its operands

        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            for operand, slope in value.operands:
                operand.grad += slope * value.grad
        ### END SOLUTION

    def __neg__(self) -> Value:
        """Return the negative; this one and those below are made of yours."""
        return self * -1.0

    def __sub__(self, other: Value | float) -> Value:
        """Return the difference."""
        return self + other * -1.0

    def __truediv__(self, other: Value | float) -> Value:
        """Return the quotient."""
        return self * other**-1.0

    __radd__ = __add__  # 2 + value
    __rmul__ = __mul__  # 2 * value
