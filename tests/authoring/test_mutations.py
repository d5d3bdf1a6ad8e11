"""What becomes of each piece of a program."""

from __future__ import annotations

import pytest

from torchgrade.authoring.mutants import mutants


def changed(body: str) -> list[str]:
    """What becomes of one line of a function of x, y and p."""
    source = f"def f(x, y, p):\n    ### BEGIN SOLUTION\n    {body}\n    ### END SOLUTION\n"
    return [mutant.change.partition(" -> ")[2] for mutant in mutants(source)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return x - y", ["return (x + y)", "return (y - x)"]),
        ("return x * y", ["return (x / y)"]),
        ("return x < y", ["return (x <= y)"]),
        ("return x is y", ["return (x is not y)"]),
        ("return x and y", ["return (x or y)"]),
        ("return -x", ["return x"]),
        ("return 3", ["return 4", "return 2"]),
        ("return 0", ["return 1", "return (-1)"]),
        ("return 0.5", ["return 1.0"]),
        ("return 0.0", ["return 1.0"]),
        ("return True", ["return False"]),
        ("return 'mean'", ["return 'mean?'"]),
        ("return None", []),
        ("return f(x, y)", ["return f(y, x)"]),
        ("return f(*x, y)", []),
        ("return f(x, dim=y)", ["return f(x)"]),
        ("return x.detach()", ["return x"]),
        ("return range(x)", ["return range(x - 1)"]),
        ("return x if y < p else p", ["return (x if not y < p else p)", "return x if (y <= p) else p"]),
        ("if x < y: p.f = y", ["if (not x < y): p.f = y", "if (x <= y): p.f = y", "if x < y: pass"]),
        ("if not x: return", ["if x: return"]),
        ("if x == y: return", ["if (x != y): return"]),
        ("with p.no_grad(): return x", ["if True: return x", "with p: return x"]),
        ("with p as y: return y", []),
        ("x -= y", ["pass", "x += y"]),
        ("p.clear(x)", ["pass"]),
        ("raise p(f'{x - 1} is not {2}')", ["pass"]),
        ("for y in x: continue", ["for y in x: pass"]),
    ],
)
def test_a_piece_becomes(body, found):
    assert changed(body) == found


def test_an_assignment_is_left_out_where_the_name_has_a_value_before():
    assert changed("x = y") == ["pass"]
    assert changed("z = y") == []
    assert changed("p.grad = y") == ["pass"]
    assert changed("z = y; z = x") == ["z = y; pass"]
    assert changed("for z in y: z = x") == ["for z in y: pass"]
