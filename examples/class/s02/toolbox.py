"""Small things that several of my answers need."""


def pair(value):
    """3 -> (3, 3), and (1, 2) stays (1, 2)"""
    return (value, value) if isinstance(value, int) else tuple(value)


def each(function, things):
    return [function(thing) for thing in things]
