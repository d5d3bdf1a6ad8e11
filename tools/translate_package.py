"""Bring the package's own catalogues up to date, and list what is not translated. For maintainers.

    python tools/translate_package.py            # rewrites tools/torchgrade/locale/*.po
    python tools/translate_package.py --check    # writes nothing

Taken from the sources: the literals in `_("...")` and `say("...")`, and in the templates `_("...")` and {% trans %}.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.extract import extract_from_dir

from torchgrade.authoring.translate import Catalogue, problems, update
from torchgrade.language.po import SUFFIX, Message
from torchgrade.language.said import slots
from torchgrade.language.speaking import LOCALES

PACKAGE = LOCALES.parent
METHODS = [("**.py", "python"), ("**.j2", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "say": None}


def messages() -> list[Message]:
    """Every text of the package once, with the file that says it first."""
    found: dict[str, Message] = {}
    for file, _line, text, _comments, _context in extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS):
        words = text if isinstance(text, str) else text[0]
        found.setdefault(words, Message(words, f"in {Path(file).as_posix()}"))
    return sorted(found.values(), key=lambda message: message.what)


def wrong(catalogue: Catalogue) -> Iterator[str]:
    """What a catalogue lacks; a translation must have the original's slots."""
    from torchgrade.language.po import read

    yield from problems(catalogue)
    for text, translation in (read(catalogue.path) if catalogue.path.is_file() else {}).items():
        if slots(text) != slots(translation):
            yield f"{catalogue.path}: {translation!r} has other slots than {text!r}"


def main(arguments: Sequence[str]) -> int:
    """Update every catalogue, unless told to check alone; 1 if anything is missing."""
    found = []
    for path in sorted(LOCALES.glob(f"*{SUFFIX}")):
        catalogue = Catalogue(path, messages())
        if "--check" not in arguments:
            update(catalogue, path.name.removesuffix(SUFFIX))
        found += list(wrong(catalogue))
    for problem in found:
        print(problem)
    print(f"{len(messages())} texts; {len(found)} problems.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
