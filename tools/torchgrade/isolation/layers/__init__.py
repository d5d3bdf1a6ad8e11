"""The kernel's layers around a contestant process, applied inside that process before any of the learner's code.

Stdlib and ctypes only. Call `prepare` once in the zygote and `confine` in each child, while it has a single thread.
Each layer is a file with a NAME and an `apply(policy)` that returns a State, raises nothing for what the host lacks,
and tries what it promises before it says "held". The order matters: what needs privileges comes before they are
dropped, what opens files before Landlock, and seccomp last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from . import (
    capabilities,
    environment,
    landlock,
    libc,
    namespaces,
    no_new_privileges,
    private_tmp,
    process_group,
    readable,
    rlimits,
    seccomp,
    syscalls,
    uid,
)
from .policy import Policy
from .state import State, absent, weaker

__all__ = ["NAMES", "Policy", "State", "confine", "describe", "prepare"]

_LAYERS = (
    *(process_group, namespaces, private_tmp, environment, rlimits),
    *(uid, capabilities, no_new_privileges, landlock, seccomp),
)
NAMES = tuple(layer.NAME for layer in _LAYERS)
_OF_ONE_THREAD = (namespaces.NAME, capabilities.NAME, no_new_privileges.NAME, landlock.NAME)


def prepare() -> None:
    """Compute in the zygote what is the same for every child."""
    readable.default_readable()
    if libc.LINUX:
        environment.initial_block()
    if libc.LINUX and libc.MACHINE in syscalls.MACHINES:
        seccomp.program(libc.MACHINE, False, 1)


def confine(policy: Policy, wanted: Sequence[str] | None = None, keep_fds: Iterable[int] = ()) -> tuple[State, ...]:
    """Put the layers on this process, for good, and report each by name.

    Args:
        policy: the limits.
        wanted: names of the layers to put on; all by default.
        keep_fds: descriptors that stay open besides 0, 1 and 2.

    Raises:
        ValueError: `wanted` names no layer of ours.
    """
    unknown = set(wanted or ()) - set(NAMES)
    if unknown:
        raise ValueError(f"no layer is called {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    states = []
    for layer in _LAYERS:
        if wanted is not None and layer.NAME not in wanted:
            state = absent(layer.NAME, "not asked for")
        elif layer is environment:
            state = _safely(layer.NAME, partial(environment.apply, keep=keep_fds), policy)
        else:
            state = _safely(layer.NAME, layer.apply, policy)
        if layer is private_tmp and state.status == "absent":
            policy = policy.without_files()  # a folder without a limit would fill the disk
        states.append(state)
    return tuple(map(_with_other_threads, states) if _other_threads_are_free(states) else states)


def describe(states: Iterable[State]) -> tuple[str, ...]:
    """One line a layer, for the results."""
    return tuple(str(state) for state in states)


def _safely(name: str, apply: Callable[[Policy], State], policy: Policy) -> State:
    """A layer that breaks midway is reported as absent, with what broke; the caller decides whether to go on."""
    try:
        return apply(policy)
    except Exception as error:
        return absent(name, f"failed midway: {type(error).__name__}: {error}")


def _other_threads_are_free(states: Sequence[State]) -> bool:
    """Whether threads that were there before keep rights that layers have taken from this one alone."""
    of_one = any(state.status == "held" and state.name in _OF_ONE_THREAD for state in states)
    return libc.LINUX and of_one and libc.thread_count() > 1


def _with_other_threads(state: State) -> State:
    """Threads that were there before keep their rights in all layers that bind one thread."""
    if state.name not in _OF_ONE_THREAD or state.status != "held":
        return state
    return weaker(state.name, f"{state.detail}; threads that ran before are not bound: confine before any starts")
