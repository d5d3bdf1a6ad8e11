"""Every sentence that tells a learner why there is no answer to compare: an error, a lost process, no file."""

from __future__ import annotations

from collections.abc import Iterable

from torchgrade.isolation.failures import Failure
from torchgrade.language.said import Said, say


def not_tried() -> Said:
    """An earlier case took too long, so this one was left out."""
    return say("not run: the code took too long in an earlier case.")


def lost_while_loading(file: str, kind: str, detail: str) -> Said:
    """The learner's process gave no answer while it imported the file."""
    return say("{file} {lost}", file=file, lost=lost(kind, detail))


def not_started() -> Said:
    """The stub is as it was handed out."""
    return say("not started yet")


def lost(kind: str, detail: str) -> Said:
    """The learner's process gave no answer."""
    if kind == "timeout":
        return say("took too long: {detail}. Look for a loop that never ends.", detail=detail)
    return say(
        "ended the process that ran it: {detail}. The code must return its answer and leave the process alone.",
        detail=detail,
    )


def raised(failure: Failure, loading: bool = False) -> Said:
    """The learner's code raised, in a call or while it was loading."""
    kind, text = short_type(failure), failure.message or say("no message")
    frames = "".join(f"\n  {_frame(*frame)}" for frame in failure.frames)
    if failure.where == "probe" and not loading:
        return say(
            "raised {kind}: {text}\nIt came up while the check used what your code returned or left behind.{frames}",
            kind=kind,
            text=text,
            frames=frames,
        )
    return say("raised {kind}: {text}{frames}", kind=kind, text=text, frames=frames)


def _frame(file: str, line: int, name: str, text: str) -> str:
    return f"{file}, line {line}, in {name}: {text}"


def short_type(failure: Failure) -> str:
    """The exception's name as people write it."""
    return failure.types[0].removeprefix("builtins.")


def should_refuse(types: Iterable[str]) -> Said:
    """An error was expected and none came."""
    return say("should raise {types} for these arguments, but returned an answer.", types=_either(types))


def wrong_refusal(types: Iterable[str], failure: Failure) -> Said:
    """Another error came than the expected one."""
    return say(
        "should raise {types} for these arguments, but raised {kind}: {text}",
        types=_either(types),
        kind=short_type(failure),
        text=failure.message,
    )


def _either(types: Iterable[str]) -> str:
    names = sorted(name.removeprefix("builtins.") for name in types)
    text = names[0] if names else ""
    for name in names[1:]:
        text = say("{some} or {other}", some=text, other=name)
    return text


def _and(names: Iterable[str]) -> str:
    text, *others = sorted(names)
    for name in others:
        text = say("{some} and {other}", some=text, other=name)
    return text


def forbidden(operation: str, pattern: str, file: str, line: int) -> Said:
    """A forbidden operation was used."""
    return say(
        "uses {operation} (line {line} of {file}), which this exercise asks you to write yourself "
        "({pattern} is not allowed).",
        operation=operation,
        line=line,
        file=file,
        pattern=pattern,
    )


def missing_file() -> Said:
    """No file of the submission answers the exercise."""
    return say("no file answers this exercise.")


def ambiguous(files: Iterable[str]) -> Said:
    """Several files could answer the exercise."""
    return say("{files} could each be the answer. Name one of them after the exercise.", files=_and(files))


def missing_names(names: Iterable[str], file: str) -> Said:
    """The file lacks a name that the exercise asks for."""
    return say("{file} does not define {names}. Keep the name that the stub has.", file=file, names=", ".join(names))


def not_callable(names: Iterable[str], file: str) -> Said:
    """A name is there but cannot be called."""
    return say(
        "{names} in {file} is no function or class. Something else was assigned to that name.",
        names=", ".join(names),
        file=file,
    )


def could_not_load(failure: Failure, file: str) -> Said:
    """The file raised while it was imported."""
    return say("{file} could not be imported: it {raised}", file=file, raised=raised(failure, loading=True))


def fault(detail: str) -> Said:
    """The grader itself is wrong."""
    return say("this check could not be run, by a fault of the grader and not of yours: {detail}", detail=detail)
