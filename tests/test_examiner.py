from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import torch

from torchgrade.calls import Call
from torchgrade.examiner import Examiner
from torchgrade.exercise import Exercise
from torchgrade.isolation.answer import Loaded
from torchgrade.isolation.channel import Lost
from torchgrade.isolation.failures import Failure
from torchgrade.isolation.observe import Observation, Question
from torchgrade.outcomes import CheckInfo
from torchgrade.recorded import RecordedCase, Target
from torchgrade.submission import Submission

pytestmark = pytest.mark.learner_code


def case(check="test_a", number=0, exercise="f", reference=torch.exp, fault="") -> RecordedCase:
    info = CheckInfo(f"u/{exercise}", check, "gives values", 4, ("hint",), "graders/u/test_f.py", 1)
    target = Target(f"u/{exercise}", Exercise(exercise, reference=reference), None, None)
    return RecordedCase(target, info, str(number), "cpu", [Call("values", (torch.ones(2),), {}, seed=1)], fault=fault)


def examiner(text: str, **files: str) -> Examiner:
    return Examiner(Submission("s", {"f.py": text, **{f"{name}.py": more for name, more in files.items()}}), ["f", "g"])


class Slow:
    """An answer that never comes; counts how often it was waited for."""

    def __init__(self) -> None:
        self.waited, self.printed = 0, ""

    def load(self) -> Loaded:
        return Loaded()

    def observe(self, question: object) -> Observation:
        self.waited += 1
        return Observation(lost="timeout", lost_message="10 s")


def test_a_timeout_is_confirmed_once_then_a_check_s_other_cases_and_then_the_exercise_are_left_out(monkeypatch):
    slow, held = Slow(), examiner("")
    monkeypatch.setattr(held, "_find", lambda target: slow)
    verdicts = [
        held.play(case(check, number)).result for check in ("test_a", "test_b", "test_c") for number in range(3)
    ]
    assert {result.verdict for result in verdicts} == {"timeout"}
    assert slow.waited == 3  # test_a twice, test_b once, test_c not at all
    assert sum("not run" in result.message for result in verdicts) == 7


class Shared:
    """A room whose contestant is slow as long as others compute beside it."""

    def __init__(self) -> None:
        self.is_alone, self.times_alone = False, 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        self.is_alone, self.times_alone = True, self.times_alone + 1
        yield
        self.is_alone = False


class Disturbed(Slow):
    """An answer that is right in time when it is asked alone; its file may be as slow to load."""

    def __init__(self, room: Shared, loading: bool = False) -> None:
        super().__init__()
        self.room, self.loading = room, loading

    def load(self) -> Loaded:
        if self.loading and not self.room.is_alone:
            raise Lost("timeout", "10 s")
        return Loaded()

    def observe(self, question: Question) -> Observation:
        if self.room.is_alone or self.loading:
            return Observation(value=question.args[0].exp(), devices=("cpu",), needs_grad=(False,))
        return super().observe(question)


def test_a_timeout_is_confirmed_while_nothing_else_computes(monkeypatch):
    held, room = examiner(""), Shared()
    held.room = room  # type: ignore[assignment]
    monkeypatch.setattr(held, "_find", lambda target: Disturbed(room))
    assert [held.play(case(number=n)).result.verdict for n in range(2)] == ["passed", "passed"]
    assert (room.times_alone, room.is_alone) == (2, False)


def test_a_file_that_loads_too_slowly_is_loaded_again_alone(monkeypatch):
    held, room = examiner("def f(x):\n    return x\n"), Shared()
    held.room = room  # type: ignore[assignment]
    monkeypatch.setattr("torchgrade.examiner.RemoteAnswer", lambda *_: Disturbed(room, loading=True))
    assert held.play(case()).result.verdict == "passed"
    assert room.times_alone == 1


def test_of_files_that_never_load_only_the_first_is_tried_again(monkeypatch):
    tried = []

    class Hanging(Slow):
        def load(self) -> Loaded:
            tried.append(self)
            raise Lost("timeout", "10 s")

    held = examiner("def f(x):\n    return x\n", g="def g(x):\n    return x\n")
    held.room = Shared()  # type: ignore[assignment]
    monkeypatch.setattr("torchgrade.examiner.RemoteAnswer", lambda *_: Hanging())
    assert {held.play(case(exercise=name)).result.verdict for name in ("f", "g")} == {"timeout"}
    assert len(tried) == 3


def test_a_fault_known_before_costs_even_an_absent_answer_nothing():
    assert Examiner(Submission("s", {}), ["f"]).play(case(fault="broken")).result.verdict == "grader_fault"
    assert Examiner(Submission("s", {}), ["f"]).play(case()).result.verdict == "missing"


def test_an_answer_is_loaded_once_and_what_it_prints_belongs_to_its_call():
    held = examiner("print('loading')\ndef f(x):\n    print('called')\n    return x.exp()\n")
    assert [held.play(case(number=n)).result.printed for n in range(2)] == ["called\n", "called\n"]


def test_what_a_file_prints_before_it_fails_is_kept():
    result = examiner("print('so far')\nraise ValueError('no further')\n").play(case()).result
    assert (result.verdict, result.printed) == ("error", "so far\n")
    assert result.message.startswith("f.py could not be imported")
    assert "ValueError: no further\n  f.py, line 2, in <module>" in result.message


def test_siblings_are_imported_and_never_in_the_place_of_torch():
    held = examiner(
        "import help\ndef f(x):\n    return help.me(x)\n", help="def me(x):\n    return x.exp()\n", torch="1/0\n"
    )
    assert held.play(case()).result.verdict == "passed"


def test_a_forbidden_call_in_a_sibling_is_found_where_it_stands_and_only_if_the_answer_leads_there():
    forbidding = case(exercise="f", reference=torch.exp)
    forbidding.target.exercise.forbidden = ("torch.exp",)
    own = "def mine(x):\n    return 2.718281828459045 ** x\n"
    helper = f"import torch\n\n{own}\ndef ready(x):\n    return torch.exp(x)\n"
    seen = examiner("from helper import ready as f\n", helper=helper).play(forbidding).result
    assert "(line 7 of helper.py)" in seen.message
    assert examiner("from helper import mine as f\n", helper=helper).play(forbidding).result.verdict == "passed"


def test_two_files_that_could_answer_are_both_named():
    found = Examiner(Submission("s", {"a.py": "def f(x): ...\n", "b.py": "def f(x): ...\n"}), ["f"])
    message = found.play(case()).result.message
    assert message == "a.py and b.py could each be the answer. Name one of them after the exercise."


def test_a_name_is_never_worth_a_run(monkeypatch):
    def breaks(cases):
        raise RuntimeError("odd")

    monkeypatch.setattr("torchgrade.examiner.name_misconception", breaks)
    assert examiner("").name("u/f::test_a") is None


def test_a_stub_is_not_started_and_an_honest_not_implemented_inside_torch_is_an_error():
    stub = examiner("def f(x):\n    raise NotImplementedError\n").play(case()).result
    assert (stub.verdict, stub.message) == ("not_started", "not started yet")
    inside = examiner("import torch\ndef f(x):\n    return torch.nn.Module()(x)\n").play(case()).result
    assert inside.verdict == "error"


def test_the_exercise_s_own_file_is_recognised_in_a_traceback():
    held = Examiner(Submission("s", {"u/f.py": ""}, base="/home/me/exercises"), ["f"])
    assert held.is_learner("/home/me/exercises/u/f.py")
    assert not held.is_learner("/home/me/graders/u/f.py")


def on_gpu(number: int) -> RecordedCase:
    prepared = case(number=number)
    prepared.asked  # noqa: B018 (computed and kept: for the CPU, so that it can be asked here)
    prepared.device = "cuda"
    return prepared


def test_what_raised_on_the_cpu_is_not_run_on_a_gpu_in_this_process():
    held = examiner("def f(x):\n    print('run')\n    return x[[9]]\n")
    cpu, gpu = held.play(case()).result, held.play(on_gpu(0)).result
    assert (cpu.verdict, gpu.verdict, gpu.device) == ("error", "error", "cuda")
    assert gpu.message == cpu.message
    right = examiner("def f(x):\n    print('run')\n    return x.exp()\n")
    assert [right.play(one).result.printed for one in (case(), on_gpu(0), on_gpu(1))] == ["run\n"] * 3


def test_a_contestant_is_asked_on_a_gpu_whatever_the_cpu_showed(monkeypatch):
    slow, held = Slow(), examiner("")
    held.room = Shared()  # type: ignore[assignment]
    asked: list[str] = []

    def raises(question: Question) -> Observation:
        asked.append(question.device)
        return Observation(failure=Failure(("builtins.IndexError",), "9"))

    slow.observe = raises  # type: ignore[assignment, method-assign]
    monkeypatch.setattr(held, "_find", lambda target: slow)
    assert [held.play(one).result.verdict for one in (case(), on_gpu(0))] == ["error", "error"]
    assert len(asked) == 2
