"""The wheel of this torchgrade for students: built by pip from a checkout, or put together from an installed one."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib import metadata
from pathlib import Path, PurePosixPath

import torchgrade
from torchgrade.errors import BadInput

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same wheel for the same files
_NEEDED = ("pyproject.toml", "LICENSE")
_LEFT_OUT = frozenset({"INSTALLER", "REQUESTED", "direct_url.json", "RECORD"})


def write_wheel(folder: Path) -> Path:
    """Write the wheel into a folder and return it.

    Raises:
        BadInput: torchgrade is neither installed nor in a checkout that can be built.
    """
    root = Path(torchgrade.__file__).resolve().parents[2]
    if all((root / name).is_file() for name in _NEEDED) and (root / "tools" / "torchgrade").is_dir():
        return _built(root, folder)
    return _repacked(folder)


def _built(root: Path, folder: Path) -> Path:
    """Built by pip from a copy, so that nothing is left in the checkout."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "torchgrade"
        shutil.copytree(
            root / "tools" / "torchgrade",
            source / "tools" / "torchgrade",
            ignore=shutil.ignore_patterns("__pycache__", ".*"),
        )
        for file in _NEEDED:
            shutil.copy2(root / file, source / file)
        (source / "README.md").write_text("# torchgrade\n", encoding="utf-8")  # the course's own shows answers
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder.resolve())]
        done = subprocess.run([*command, *_isolation(), str(source)], capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("torchgrade-*.whl"))
    if done.returncode or not wheels:
        reason = (done.stderr.strip().splitlines() or ["pip gave no reason"])[-1]
        raise BadInput(
            f"{root}: pip cannot build the wheel of torchgrade ({reason}). `pip install -U pip setuptools` may mend it."
        )
    return wheels[-1]


def _isolation() -> list[str]:
    """Where setuptools is at hand, pip need not fetch it, which works without a network too."""
    try:
        major = int(metadata.version("setuptools").partition(".")[0])
    except (metadata.PackageNotFoundError, ValueError):
        return []
    return ["--no-build-isolation"] if major >= 77 else []


def _repacked(folder: Path) -> Path:
    """Put together again from the files that an installed wheel left (RECORD lists them)."""
    try:
        distribution = metadata.distribution("torchgrade")
    except metadata.PackageNotFoundError:
        raise BadInput(
            "torchgrade is not installed here, so there is no wheel to give. `pip install` it first."
        ) from None
    files = {PurePosixPath(file.as_posix()): Path(str(file.locate())) for file in distribution.files or ()}
    kept = {path: file for path, file in files.items() if _belongs(path) and file.is_file()}
    info = next((path.parts[0] for path in kept if path.parts[0].endswith(".dist-info")), "")
    if not info or not any(path.parts[0] == "torchgrade" for path in kept):
        raise BadInput("the installed torchgrade lists no files to make a wheel of. Install it from a wheel.")
    wheel = folder / f"{info.removesuffix('.dist-info')}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = [_add(archive, str(path), file.read_bytes()) for path, file in sorted(kept.items())]
        _add(archive, f"{info}/RECORD", "".join([*rows, f"{info}/RECORD,,\n"]).encode())
    return wheel


def _belongs(path: PurePosixPath) -> bool:
    if "__pycache__" in path.parts or ".." in path.parts:
        return False
    return path.parts[0] == "torchgrade" or (path.parts[0].endswith(".dist-info") and path.name not in _LEFT_OUT)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> str:
    """Add a file, and return its line in RECORD."""
    item = zipfile.ZipInfo(name, _MOMENT)
    item.compress_type, item.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(item, data)
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}\n"
