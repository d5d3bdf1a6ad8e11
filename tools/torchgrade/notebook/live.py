"""An answer that lives in a running session: the functions of a notebook, asked where they are."""

from __future__ import annotations

import linecache
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import FunctionType, SimpleNamespace
from typing import Any

from torchgrade.isolation.answer import Answer, Loaded
from torchgrade.isolation.observe import Observation, Question
from torchgrade.language.speaking import _


class LiveAnswer(Answer):
    """The functions and classes of a namespace that has run already.

    Args:
        namespace: the session's names.
        names: what the exercise asks for.
        probe_source: its probe, or None.
    """

    def __init__(self, namespace: Mapping[str, Any], names: Sequence[str], probe_source: str | None) -> None:
        files = {file: "".join(linecache.getlines(file)) for file in _files(namespace)}
        home = next((file for name in names for file in _files_of(namespace.get(name), namespace)), "")
        super().__init__({"": "", **files}, home, names, probe_source)
        self.found = {name: namespace[name] for name in names if name in namespace}
        self.places = _places(namespace)

    @property
    def text(self) -> str:
        """The source of the cell that defines what is asked for."""
        return self.files[self.path]

    @property
    def place(self) -> str:
        """What that cell is called."""
        return self._called(self.path)

    def load(self) -> Loaded:
        """Pick out the names; nothing is run."""
        missing = tuple(name for name in self.names if name not in self.found)
        not_callable = tuple(name for name, value in self.found.items() if not callable(value))
        if not missing and not not_callable:
            self.subject = self.found[self.names[0]] if len(self.names) == 1 else SimpleNamespace(**self.found)
            self.foreign = self._foreign(self.found)
        return Loaded(missing=missing, not_callable=not_callable)

    def observe(self, question: Question) -> Observation:
        """Ask one question; what is said of a cell calls it by what it defines, for its file's name says nothing."""
        seen = super().observe(question)
        if seen.failure is not None:
            frames = tuple((self._called(frame[0]), *frame[1:]) for frame in seen.failure.frames)
            seen.failure = replace(seen.failure, frames=frames)
        seen.hits = type(seen.hits)((hit[0], hit[1], self._called(hit[2]), hit[3]) for hit in seen.hits)
        return seen

    def _called(self, file: str) -> str:
        return self.places.get(file) or file or _("the cell of {name}", name=self.names[0])


def _places(namespace: Mapping[str, Any]) -> dict[str, str]:
    """What to call each cell: by the first name that it defines."""
    places: dict[str, str] = {}
    for name, value in list(namespace.items()):
        for file in _files_of(value, namespace):
            places.setdefault(file, _("the cell of {name}", name=name))
    return places


def _files(namespace: Mapping[str, Any]) -> set[str]:
    """The source files (cells) of everything that was defined in this namespace."""
    return {file for value in list(namespace.values()) for file in _files_of(value, namespace)}


def _files_of(value: Any, namespace: Mapping[str, Any]) -> Iterator[str]:
    """Where the code of a function, or of a class's methods, stands, if this namespace is its home."""
    if type(value) is FunctionType:
        if value.__globals__ is namespace:
            yield value.__code__.co_filename
    elif isinstance(value, type) and value.__module__ == namespace.get("__name__"):
        for part in vars(value).values():
            yield from _files_of(getattr(part, "__func__", part), namespace)
