"""`torchgrade regrade`: grade again what changed graders or submissions touch, and say whose score moved and why."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torchgrade.assignment.best import attempts_in
from torchgrade.assignment.grading import grade_assignment, rules_for
from torchgrade.assignment.history import forget_unchanged, results_in, set_aside
from torchgrade.assignment.merging import merged, stale
from torchgrade.assignment.moves import Move, moves
from torchgrade.assignment.reading import read_assignment
from torchgrade.assignment.rules import Rules
from torchgrade.course import Entry, catalogue, find_graders
from torchgrade.devices import choose_devices
from torchgrade.errors import BadInput
from torchgrade.grading.batch import Batch, default_jobs, secret_seed
from torchgrade.grading.command import mode_of
from torchgrade.grading.interruption import Interrupted, Interruption
from torchgrade.grading.recording import Recording, record_graders
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.language.speaking import language, speaking
from torchgrade.report.site import page_names
from torchgrade.report.text import visible
from torchgrade.results import Report
from torchgrade.results_io import to_json, write_text
from torchgrade.submission import discover, read_submission

_ASIDE = ".regrade"


def regrade(
    file: Path,
    submissions: Path | None = None,
    out: Path | None = None,
    *,
    changed: bool = True,
    graders: Path | None = None,
    **options: Any,
) -> int:
    """Grade an assignment again; every earlier result is kept in the output folder's history.

    Args:
        file: the assignment.
        submissions: where they lie, as for `grade_assignment`.
        out: where results lie and go.
        changed: only what changed graders and submissions touch; else everything.
        graders: the graders, if not the course's.
        options: what else `grade_folder` takes.

    Raises:
        BadInput: nothing was graded yet, or something cannot be used.
    """
    graders = find_graders(graders)
    assignment = read_assignment(file, catalogue(graders))
    where = out or assignment.graded
    if assignment.counts == "best":
        where = attempts_in(where)
    before = results_in(where)
    if not before:
        raise BadInput(f"{where}: nothing was graded there yet. `torchgrade grade {file}` does that first.")
    kept = set_aside(where)
    if changed:
        folder = submissions or assignment.collected
        todo = _Partial.of(rules_for(assignment, folder), where, graders, options)
        if not todo.run(discover(folder), before):
            return 130
    options["force"] = not changed
    status = grade_assignment(file, submissions, out, graders=graders, **options)
    if status in (0, 1):
        _tell(moves(before, results_in(where)), forget_unchanged(where, kept), kept)
    return status


@dataclass
class _Partial:
    """Brings results up to date exercise by exercise, so that the grading that follows finds them as they should be."""

    rules: Rules
    out: Path
    graders: Path
    devices: tuple[str, ...]
    seed: int
    limits: Limits
    jobs: int
    isolation: Isolation

    @classmethod
    def of(cls, rules: Rules, out: Path, graders: Path, options: dict[str, Any]) -> _Partial:
        asked = options.get("seed")
        seed = rules.assignment.seed if asked is None else asked
        limit, devices = options.get("time_limit", 10.0), choose_devices(options.get("device"))
        jobs = options.get("jobs") or default_jobs(devices)
        return cls(
            rules,
            out,
            graders,
            devices,
            secret_seed(out) if seed is None else seed,
            Limits(call_s=limit, import_s=limit).on(devices, options.get("gpu_memory"), jobs),
            jobs,
            Isolation(mode_of(options.get("isolation", "standard"))),
        )

    def run(self, submissions: Sequence[tuple[str, Path]], before: dict[str, Report]) -> bool:
        """Whether it was not interrupted."""
        assignment = self.rules.assignment
        whole = Recording(self.graders, list(assignment.entries), self.seed, self.devices, speed=assignment.speed)
        groups = self._groups(submissions, before, whole)
        try:
            for names, group in groups.items():
                fresh = self._grade(names, group) if names else {}
                for name, _ in group:
                    self._keep(merged(before[name], fresh.get(name), whole.digests, whole.sha256), submissions)
        except (KeyboardInterrupt, Interrupted):
            print("torchgrade: interrupted. The same command goes on from here.")
            return False
        shutil.rmtree(self.out / _ASIDE, ignore_errors=True)
        return True

    def _groups(
        self, submissions: Sequence[tuple[str, Path]], before: dict[str, Report], whole: Recording
    ) -> dict[frozenset[str], list[tuple[str, Path]]]:
        """The submissions whose results hold but for some exercises, by these exercises."""
        batch = self._batch(whole, self.out)
        groups: dict[frozenset[str], list[tuple[str, Path]]] = defaultdict(list)
        for name, path in submissions:
            report = before.get(name)
            if report is None or report.graders_sha256 == whole.sha256 or not report.graders:
                continue
            try:
                holds = batch.still_holds(report, read_submission(path, name))
            except BadInput:
                continue  # it is graded as a whole, which says why it cannot be read
            names = stale(report, whole.digests)
            if holds and len(names) < len(whole.entries):
                groups[names].append((name, path))
        return groups

    def _grade(self, names: frozenset[str], submissions: Sequence[tuple[str, Path]]) -> dict[str, Report]:
        interruption = Interruption()
        entries: list[Entry] = [entry for entry in self.rules.assignment.entries if entry.id in names]
        with interruption.listening(), speaking(language()):  # pytest chooses a language for itself
            recording = record_graders(self.graders, entries, self.devices, self.seed, self.rules.assignment.speed)
            recording.entries = list(self.rules.assignment.entries)  # another exercise's file answers none of these
            batch = self._batch(recording, self.out / _ASIDE)
            batch.interruption = interruption
            return {report.submission: report for report in batch.run(submissions)}

    def _batch(self, recording: Recording, out: Path) -> Batch:
        return Batch(recording, out, self.limits, self.jobs, isolation=self.isolation, variant_of=self.rules.variant_of)

    def _keep(self, report: Report, submissions: Sequence[tuple[str, Path]]) -> None:
        names = [name for name, _ in submissions]
        page = page_names(names)[names.index(report.submission)]
        write_text(self.out / "results" / f"{page.removesuffix('.html')}.json", to_json(report))


def _tell(moved: Sequence[Move], kept: int, history: Path) -> None:
    if not moved:
        print("No score moved.")
    for move in moved:
        scores = " -> ".join("none" if score is None else f"{score:g}" for score in (move.before, move.after))
        print(f"{visible(move.submission)}: {scores}  {'; '.join(move.why)}")
    if kept:
        print(f"The earlier results: {history}")
