"""Every small change to a solution is refused by its grader, or shown, or declared equivalent with a reason."""

from __future__ import annotations

from torchgrade.authoring.survivors import mutants_are_refused

GRADER = "graders/03_activations/test_relu.py"
SOLUTION = "solutions/03_activations/relu.py"
WEAK = "return x.clamp(min=0) * (x.dim() < 9)"


def change(course, place, old, new):
    path = course / place
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_grader_that_notices_each_change_has_no_survivor(subjects_of, course):
    subjects = subjects_of(course)
    assert list(mutants_are_refused(subjects)) == []
    assert subjects.counts["mutants"] == subjects.counts["killed"] > 2


def test_a_survivor_is_shown_with_its_line(subjects_of, course):
    change(course, SOLUTION, "return x.clamp(min=0)", WEAK)
    subjects = subjects_of(course)
    found = list(mutants_are_refused(subjects))
    assert f"a mutant survives: relu.py, line 31: {WEAK} -> {WEAK.replace('9', '10')}" in found
    assert subjects.counts["killed"] == subjects.counts["mutants"] - len(found)


def test_an_equivalent_one_is_declared_with_a_reason_and_stays_so(subjects_of, course):
    change(course, SOLUTION, "return x.clamp(min=0)", WEAK)
    changes = [f"{WEAK} -> {WEAK.replace('< 9', new)}" for new in ("< 10", "< 8")]
    changes.append(f"{WEAK} -> {WEAK.replace('x.dim() < 9', 'x.dim() <= 9')}")
    changes.append(f"{WEAK} -> return (x.clamp(min=0) / (x.dim() < 9))")
    declared = f'exercise.equivalent("nobody has so many dimensions", *{changes!r})\n\n\n@exercise.misconception'
    change(course, GRADER, "@exercise.misconception", declared)
    subjects = subjects_of(course)
    assert list(mutants_are_refused(subjects)) == []
    assert subjects.counts["equivalent"] == 4
    assert subjects.counts["killed"] == subjects.counts["mutants"] - 4


def test_what_is_declared_equivalent_must_be_a_mutant_and_pass(subjects_of, course):
    wrong, absent = "return x.clamp(min=0) -> return x.clamp(min=1)", "a -> b"
    declared = f'exercise.equivalent("so they say", {wrong!r}, {absent!r})\n\n\n@exercise.misconception'
    change(course, GRADER, "@exercise.misconception", declared)
    found = list(mutants_are_refused(subjects_of(course)))
    assert len(found) == 2
    assert any(f"{wrong!r} is declared equivalent, but is refused: test_values" in problem for problem in found)
    assert f"{absent!r} is declared equivalent, but is no mutant of the solution" in found
