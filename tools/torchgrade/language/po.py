"""Read and write gettext PO files through Babel, imported only when a language other than English is asked for."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from torchgrade.errors import BadInput, CatalogueError
from torchgrade.results_io import write_text

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

SUFFIX = ".po"


@dataclass(frozen=True)
class Message:
    """One text to be translated, and for the translator what it is."""

    text: str
    what: str


def read(path: Path) -> dict[str, str]:
    """The translations in a PO file; those that are empty or marked fuzzy are left out.

    Raises:
        CatalogueError: the file is no PO file in UTF-8.
    """
    entries = [entry for entry in _parsed(path) if entry.id and entry.string and not entry.fuzzy]
    return {str(entry.id): str(entry.string) for entry in entries}


def _parsed(path: Path) -> Catalog:
    pofile = _babel()
    try:
        with open(path, "rb") as stream:
            found: Catalog = pofile.read_po(stream, charset="utf-8", abort_invalid=True)
            return found
    except (pofile.PoFileError, UnicodeDecodeError, ValueError) as error:
        raise CatalogueError(f"{path}: is no PO file in UTF-8 ({error}). Mend the line, or delete the file.") from None


def write(path: Path, locale: str, messages: Sequence[Message], known: Mapping[str, str]) -> None:
    """Write a PO file with these messages in this order, each with its known translation or an empty one."""
    from babel.messages.catalog import Catalog

    catalog = Catalog()
    for message in messages:
        catalog.add(message.text, known.get(message.text, ""), auto_comments=[message.what])
    stream = io.BytesIO()
    _babel().write_po(stream, catalog, omit_header=True, width=110)
    # Babel's own header holds the date of writing, which would change the file whenever nothing else does.
    header = f'msgid ""\nmsgstr ""\n"Language: {locale}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    write_text(path, header + stream.getvalue().decode().rstrip("\n") + "\n")


def _babel():  # type: ignore[no-untyped-def]
    try:
        from babel.messages import pofile
    except ImportError:
        raise BadInput("languages other than English need the package Babel: pip install babel.") from None
    return pofile
