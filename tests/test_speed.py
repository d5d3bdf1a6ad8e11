"""Speed beside torch's own, by a clock that only moves when somebody works: no test here looks at a real one."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from torchgrade import speed
from torchgrade.case import play
from torchgrade.draw import Draw
from torchgrade.errors import CatalogueError
from torchgrade.exercise import Exercise
from torchgrade.isolation.launch import best_launcher
from torchgrade.isolation.limits import Limits
from torchgrade.isolation.mode import Isolation
from torchgrade.isolation.observe import Observation, Question, observe
from torchgrade.isolation.remote import RemoteAnswer, Room
from torchgrade.isolation.structures import varied
from torchgrade.outcomes import CheckInfo
from torchgrade.recorded import RecordedCase, Target, record
from torchgrade.speed import Race, Speed, Wrong

pytestmark = pytest.mark.learner_code
ROOT = Path(__file__).parents[1]
CHECK = CheckInfo("u/f", "test_speed", "is fast", 2, ("hint",), "graders/u/test_f.py", 1, speed=True)
INPUT = torch.tensor([0.5, 1.0, 2.0])


class Time:
    """Passes only when it is said to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds


class Learner:
    """An answer whose every run takes so many seconds; `each` may say so for one question after the other."""

    def __init__(self, time: Time, each: Any, function: Any = torch.exp) -> None:
        self.time, self.each, self.function = time, iter(each), function
        self.asked: list[Question] = []
        self.printed = ""

    def observe(self, question: Question) -> Observation:
        self.asked.append(question)
        self.time.passes(next(self.each) * question.runs)
        return observe(self.function, None, replace(question, watch=()), lambda name: True)


def race(learner: Learner, within: float = 3.0) -> Race:
    """Torch's own takes a millisecond a run."""

    def own(x):
        learner.time.passes(0.001)
        return torch.exp(x)

    call = record(lambda verify, draw: verify.speed(within=within, against=own)(INPUT), "f", speed=True)[0]
    target = Target("u/f", Exercise("f", reference=torch.exp), None, None)
    return Race(target, call, "cpu", learner.observe, learner.time, learner.time)


def test_the_ratio_is_that_of_many_runs_side_by_side():
    learner = Learner(Time(), itertools.repeat(0.002))
    assert race(learner).run().ratio == pytest.approx(2.0)
    assert [question.runs for question in learner.asked] == [1, 1, 1, 1, *[128] * speed.ROUNDS]


def test_of_a_slow_answer_a_round_has_fewer_runs_and_the_ratio_is_that_of_one():
    learner = Learner(Time(), itertools.repeat(0.05))
    assert race(learner, within=1).run() == Speed(pytest.approx(50.0))
    assert [question.runs for question in learner.asked] == [1, 1, 1, 1, *[10] * speed.ROUNDS]


def test_a_clock_that_ticks_rarely_still_counts_an_answer_that_seemed_slow_at_first():
    learner = Learner(Time(), itertools.chain([0.01] * 4, itertools.repeat(0.0001)))
    ticks = replace(race(learner), mine=lambda: learner.time() // 0.01 * 0.01)
    assert ticks.run().ratio > 0
    assert [question.runs for question in learner.asked] == [1, 1, 1, 1, 50, 100, *[128] * speed.ROUNDS]


def test_one_disturbed_round_changes_nothing_for_the_middle_one_counts():
    learner = Learner(Time(), [*[0.002] * 5, 0.9, *[0.002] * 3])
    assert race(learner).run().ratio == pytest.approx(2.0)


def test_what_is_far_too_slow_is_not_waited_for():
    learner = Learner(Time(), itertools.repeat(1.0))
    assert race(learner).run() == Speed(9.0, at_least=True)
    assert [question.runs for question in learner.asked] == [1] * 4


@pytest.mark.parametrize("slow", [[0.05], [9.0], [9.0, 9.0]])
def test_a_slow_message_or_two_are_no_slow_answer(slow):
    assert race(Learner(Time(), [0.002, *slow, *[0.002] * 7])).run() == Speed(pytest.approx(2.0))


def test_every_run_has_other_inputs_so_that_nothing_can_be_remembered(monkeypatch):
    seen: list[list[float]] = []
    first = []

    def remembering(x):
        seen.append(x.tolist())
        first.append(torch.exp(x))
        return first[0]

    monkeypatch.setattr(speed.secrets, "randbelow", lambda most: most - 1)
    with pytest.raises(Wrong) as caught:
        race(Learner(Time(), itertools.repeat(0.0001), remembering)).run()
    assert caught.value.difference is not None
    assert len({str(numbers) for numbers in seen}) > 120


def test_which_answer_is_looked_at_is_drawn_anew_each_time(monkeypatch):
    most: list[int] = []
    monkeypatch.setattr(speed.secrets, "randbelow", lambda n: most.append(n) or n // 2)
    learner = Learner(Time(), itertools.repeat(0.002))
    race(learner).run()
    assert [question.kept for question in learner.asked] == [n // 2 for n in most]


def test_an_answer_that_is_kept_is_that_of_its_own_inputs():
    question = Question((INPUT,), {"n": 2}, runs=5, kept=3)
    seen = observe(lambda x, n: x**n, None, question, lambda name: True)
    (turned,), _ = varied(((INPUT,), {"n": 2}), 3)
    assert torch.equal(seen.value, turned**2)


def test_no_two_runs_have_the_same_floating_numbers_and_all_others_stay():
    start = [torch.tensor([[1.0, 2.0], [3.0, 4.0]]), torch.tensor(2.0), torch.tensor([1, 2]), torch.zeros(0)]
    runs = [varied(start, number) for number in range(50)]
    assert runs[1][0].tolist() == [[4.0 + 1 / 1024, 1.0], [2.0, 3.0]]
    assert len({str(run[0].tolist()) for run in runs}) == len({run[1].item() for run in runs}) == 50
    assert {str(run[2].tolist()) for run in runs} == {"[1, 2]"}
    assert [tensor.tolist() for tensor in start] == [[[1.0, 2.0], [3.0, 4.0]], 2.0, [1, 2], []]


def case(function: Any, within: float, monkeypatch: Any, each: float = 0.002, hits: Any = ()) -> Any:
    """A case of a check about speed, played."""
    learner = Learner(Time(), itertools.repeat(each), function)
    prepared = race(learner, within)
    monkeypatch.setattr(speed, "Race", lambda target, call, device, ask, *clocks: replace(prepared, call=call, ask=ask))
    if hits:
        found = learner.observe
        learner.observe = lambda question: replace(found(question), hits=hits if question.watch else ())  # type: ignore[method-assign]
    target = Target("u/f", Exercise("f", reference=torch.exp, forbidden=("torch.relu",)), None, None)
    prepared = replace(prepared, target=target)
    return play(RecordedCase(target, CHECK, "0", "cpu", [prepared.call]), learner)


def test_fast_enough_passes_and_its_ratio_is_a_note(monkeypatch):
    result = case(torch.exp, 3, monkeypatch).result
    assert (result.verdict, result.message) == ("passed", "")
    assert [(note[1]["ratio"], note[1]["band"], note[1]["within"]) for note in result.notes] == [
        ("2", ["nearly as fast as torch", {}], "3")
    ]


def test_too_slow_fails_and_says_how_slow(monkeypatch):
    result = case(torch.exp, 1.5, monkeypatch).result
    assert result.verdict == "failed"
    assert result.message == (
        "took 2 times as long as torch's own, side by side (nearly as fast as torch); up to 1.5 times is fine."
    )
    assert case(torch.exp, 3, monkeypatch, each=2.0).result.message.startswith("took more than 9 times as long")


def test_the_speed_of_a_wrong_answer_is_of_no_interest(monkeypatch):
    played = case(torch.sin, 3, monkeypatch, each=0.0)
    assert (played.result.verdict, played.result.kind) == ("failed", "value")


def test_an_answer_that_raises_or_was_not_begun_says_so(monkeypatch):
    def stub(x):
        raise NotImplementedError

    assert case(lambda x: 1 / 0, 3, monkeypatch).result.verdict == "error"
    assert case(stub, 3, monkeypatch).result.verdict == "not_started"


def test_what_is_forbidden_is_looked_for_before_the_clock_runs(monkeypatch):
    played = case(torch.exp, 3, monkeypatch, hits=(("torch.relu", "torch.relu", "f.py", 2),))
    assert (played.result.verdict, played.result.kind) == ("failed", "forbidden")


@pytest.mark.parametrize(
    ("ratio", "band"),
    [
        (0.5, "faster than torch"),
        (1.0, "as fast as torch"),
        (2.9, "nearly as fast as torch"),
        (9.9, "a few times slower than torch"),
        (44.0, "much slower than torch"),
    ],
)
def test_every_ratio_has_a_band_in_words(ratio, band):
    assert f"side by side ({band}); up to 3 times" in speed.sentence(Speed(ratio), 3)


def test_speed_stands_alone_in_a_check_that_is_declared_so():
    def body(verify, draw):
        verify.speed(within=2, against=torch.exp)(INPUT)

    def both(verify, draw):
        body(verify, draw)
        verify(INPUT)

    assert record(body, speed=True)[0].within == 2
    for wrong, declared in ((body, False), (both, True), (lambda verify, draw: verify(INPUT), True)):
        with pytest.raises(CatalogueError, match="stands alone"):
            record(wrong, speed=declared)
    with pytest.raises(CatalogueError, match="more than 0"):
        record(lambda verify, draw: verify.speed(within=0, against=torch.exp)(INPUT), speed=True)


TAMPERED = """
import time, torch
for name in ("time", "perf_counter", "monotonic", "process_time"):
    setattr(time, name, lambda: 0.0)
    setattr(time, name + "_ns", lambda: 0)
torch.cuda.Event = torch.Event = None
def f(x):
    [torch.zeros(600, 600).exp() for _ in range(100)]
    return x.exp()
"""


def test_who_tampers_with_the_clocks_of_a_contestant_gains_nothing():
    launcher = best_launcher(compiler=False)
    room = Room(launcher, Limits(call_s=20, wall_factor=20), Isolation("process"))
    try:
        answer = RemoteAnswer(room, {"f.py": TAMPERED}, "f.py", ["f"], None)
        call = record(lambda verify, draw: verify.speed(within=2, against=torch.exp)(INPUT), "f", speed=True)[0]
        target = Target("u/f", Exercise("f", reference=torch.exp), None, None)
        found = Race(target, call, "cpu", answer.observe, *speed.clocks("cpu", answer)).run()
    finally:
        room.leave()
        launcher.close()
    assert not speed.passes(found, 2)


def test_on_a_gpu_the_judge_s_own_clock_counts_and_on_the_cpu_processor_time(monkeypatch):
    remote = SimpleNamespace(computed=lambda: 7.0)
    assert speed.clocks("cuda", remote) == (speed.perf_counter, speed.perf_counter)
    assert speed.clocks("cpu", SimpleNamespace()) == (speed.thread_time, speed.thread_time)
    monkeypatch.setattr(speed, "cpu_seconds", lambda pid: 1.0)
    assert speed.clocks("cpu", remote) == (remote.computed, speed.thread_time)
    monkeypatch.setattr(speed, "cpu_seconds", lambda pid: None)  # nobody tells of other processes
    assert speed.clocks("cpu", remote) == (speed.perf_counter, speed.perf_counter)


def test_draws_of_a_check_about_speed_are_those_of_any_other():
    (call,) = record(lambda verify, draw: verify.speed(within=2, against=torch.exp)(draw.normal(3)), "a", 1, speed=True)
    assert torch.equal(call.args[0], Draw("a", 1).normal(3))
