"""Walks from the last size to the first, and asks for sizes that may not be there."""


def broadcast_shapes(a, b):
    result = []
    for i in range(1, max(len(a), len(b)) + 1):
        x = a[-i] if i <= len(a) else 1
        y = b[-i] if i <= len(b) else 1
        if x == 1:
            result.append(y)
        elif y == 1 or x == y:
            result.append(x)
        else:
            raise RuntimeError(f"{x} and {y} cannot be broadcast")
    result.reverse()
    return tuple(result)
