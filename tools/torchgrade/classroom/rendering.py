"""From results on disk to HTML, on a machine that needs no torch."""

from __future__ import annotations

from pathlib import Path

from torchgrade.errors import BadInput
from torchgrade.report.site import write_site
from torchgrade.results_io import read


def render_folder(results: Path, out: Path) -> Path:
    """Render a results file, a folder of them, or the output folder of `torchgrade grade`; return the index.

    Raises:
        BadInput: there are no results, or one cannot be read; nothing is written then.
    """
    files = _files(results)
    reports = [read(file) for file in files]
    try:
        return write_site(reports, out)
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror}). Name another folder with --out.") from None


def _files(results: Path) -> list[Path]:
    if results.is_file():
        return [results]
    if not results.is_dir():
        raise BadInput(f"{results}: no such file or folder. Name the results that `torchgrade grade` wrote.")
    folder = results / "results" if (results / "results").is_dir() else results
    files = sorted(file for file in folder.glob("*.json") if not file.name.startswith("."))
    if not files:
        raise BadInput(f"{results}: holds no results (*.json). Name the folder that `torchgrade grade` wrote.")
    return files
