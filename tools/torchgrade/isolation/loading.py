"""Loading a learner's file from text in memory, with its sibling files importable and nothing else changed."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import io
import linecache
import sys
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from types import ModuleType


class SiblingFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a submission's own modules, last of all finders, so that none can shadow torch or the stdlib."""

    def __init__(self, files: Mapping[str, str], folders: Sequence[str], base: str) -> None:
        self.files = files
        self.folders = folders
        self.base = base
        self.loaded: list[str] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of a sibling module or package, or None."""
        parts = fullname.split(".")
        for folder in self.folders:
            stem = str(PurePosixPath(folder, *parts))
            for candidate, is_package in ((f"{stem}.py", False), (f"{stem}/__init__.py", True)):
                if candidate in self.files:
                    return self._spec(fullname, candidate, is_package)
        return None

    def _spec(self, fullname: str, candidate: str, is_package: bool) -> importlib.machinery.ModuleSpec:
        spec = importlib.machinery.ModuleSpec(fullname, self, origin=candidate, is_package=is_package)
        spec.has_location = False
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run the sibling's source in its module."""
        origin = str(module.__spec__.origin) if module.__spec__ else ""
        self.loaded.append(module.__name__)
        run_source(self.files[origin], file_name(self.base, origin), module)

    def close(self) -> None:
        """Forget the siblings, so that the next file's siblings of the same name are its own."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for name in self.loaded:
            sys.modules.pop(name, None)


def file_name(base: str, relative: str) -> str:
    """The name under which a learner's file appears in tracebacks."""
    return f"{base}/{relative}" if base else relative


def run_source(source: str, name: str, module: ModuleType) -> None:
    """Compile and run source in a module, its lines known to tracebacks and to inspect."""
    source = source.removeprefix("\ufeff")  # some editors begin a file with this mark
    # Lines as Python counts them: splitlines would also cut at form feeds and Unicode's line separators.
    linecache.cache[name] = (len(source), None, io.StringIO(source, newline=None).readlines(), name)
    module.__file__ = name
    exec(compile(source, name, "exec", dont_inherit=True), module.__dict__)


def load(files: Mapping[str, str], path: str, base: str = "") -> tuple[ModuleType, SiblingFinder]:
    """Run the file `path` of a submission and return its module and the finder of its siblings.

    Args:
        files: the submission's Python files, posix path to text.
        path: which of them to run.
        base: the folder they really lie in, when the learner's own editor and debugger should find them.

    Raises:
        BaseException: whatever the learner's code raises while it runs, SyntaxError included.
    """
    folder = str(PurePosixPath(path).parent)
    finder = SiblingFinder(files, tuple(dict.fromkeys((folder, "."))), base)
    sys.meta_path.append(finder)
    stem = PurePosixPath(path).stem
    module = ModuleType(f"answer_{stem}" if stem.isidentifier() else "answer")
    module.__loader__ = finder
    module.__spec__ = importlib.machinery.ModuleSpec(module.__name__, finder, origin=path)
    sys.modules[module.__name__] = module
    finder.loaded.append(module.__name__)
    try:
        run_source(files[path], file_name(base, path), module)
    except BaseException:
        finder.close()  # the next file's siblings of the same names are its own
        raise
    return module, finder
