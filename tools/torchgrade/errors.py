"""The errors that people meet: each says what is wrong, where, and what to do next."""

from __future__ import annotations


class TorchgradeError(Exception):
    """Base of every error that torchgrade raises on purpose; the command line prints it and exits with 2."""


class BadInput(TorchgradeError):
    """Something a person gave us cannot be used: a folder, a file, a name, an option."""


class CannotStart(TorchgradeError, OSError):
    """The system gives no process for a learner's code, or none that is confined: a fault of nobody's code."""


class CatalogueError(TorchgradeError):
    """A grader, solution or stub breaks the rules of the catalogue; the author must mend it."""
