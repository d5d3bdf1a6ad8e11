"""Whole sittings: the real command in a pseudo-terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import time

from .conftest import LIMIT_S, command, environment


def test_a_sitting_from_a_stub_over_a_hang_and_a_crash_to_green_and_on_to_the_next(course, terminal):
    shown = terminal("--time-limit", "1")
    screen = shown.wait("– not started  0/4", "multiplies by 2", "q quit")
    assert "01_first/twice" in screen
    assert "s solution" not in screen
    assert "e edit" not in screen  # no editor is named
    assert "x reset" not in screen  # it is the stub

    course.answer("twice", "return x * x")
    screen = shown.wait("✗ not right yet", "looks like the square", "d diff", "x reset")
    assert "0/2" in screen.splitlines()[0]

    shown.type("h")
    shown.wait("Which number is the same as x", "next hint")
    shown.type("h")
    shown.wait("Multiply x by 2.")

    course.answer("twice", "while True: pass")
    shown.wait("running for")
    shown.wait("✗ took too long", "Look for a loop that never ends")

    course.answer("twice", "os.abort()")
    shown.wait("✗ crashed")

    course.answer("twice", "return 2 * x")
    screen = shown.wait("✓ passed  4/4", "twice is green", "s solution", "n next", "q quit")
    assert "1/2" in screen.splitlines()[0]
    assert "h hint" not in screen

    shown.type("d")
    shown.wait("now right: multiplies by 2", "-    os.abort()", "+    return 2 * x")
    shown.type("d")
    shown.wait("twice is green")
    shown.type("s")
    shown.wait("# as it is meant")
    shown.type("n")
    shown.wait("01_first/thrice", "not started", "multiplies by 3")

    course.answer("thrice", "return 3 * x")
    shown.wait("✓ passed", "You can now build anything that grows", "All 2 exercises are green", gone="n next")
    shown.type("q")
    assert shown.wait_for_end() == 0
    assert "2 of 2 exercises are green" in shown.raw
    assert shown.raw.rindex("\x1b[?1049l") > shown.raw.rindex("\x1b[?1049h")  # the learner's own screen is back


def test_a_new_save_ends_what_an_endless_loop_holds_up(course, terminal):
    course.answer("twice", "while True: pass")
    shown = terminal("--time-limit", "100000")
    shown.wait("running for")
    course.answer("twice", "return 2 * x")
    shown.wait("✓ passed  4/4")


def test_files_that_are_empty_deleted_renamed_or_no_text_are_survived(course, terminal):
    shown = terminal("twice")
    shown.wait("not started")
    course.write("twice", "")
    shown.wait("✗ missing")
    course.write("twice", "import torch\n\n\ndef twice(x):\n    return (2 * ")
    shown.wait("✗ raised an error", "never closed")
    course.file("twice").write_bytes(b"import torch\0\n")
    shown.wait("✗ raised an error", gone="never closed")
    course.file("twice").unlink()
    shown.wait("✗ missing")
    aside = course.root / "aside.py"
    aside.write_text("def twice(x):\n    return 2 * x\n", encoding="utf-8")
    aside.rename(course.file("twice"))
    shown.wait("✓ passed")
    course.file("twice").rename(course.file("twice").with_name("other_name.txt"))
    shown.wait("✗ missing")
    shown.type("q")
    assert shown.wait_for_end() == 0


def test_a_changed_grader_is_recorded_anew_and_a_broken_one_ends_nothing(course, terminal):
    course.answer("twice", "return 2 * x")
    shown = terminal("twice")
    shown.wait("✓ passed")
    course.grader("twice", 5)
    shown.wait("✗ not right yet", "multiplies by 5")
    course.graders.joinpath("01_first", "test_twice.py").write_text("def broken(:\n", encoding="utf-8")
    shown.wait("fault of the grader")
    course.grader("twice", 2)
    shown.wait("✓ passed")


def test_a_lost_judge_is_replaced(course, terminal):
    shown = terminal("twice")
    shown.wait("not started")
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(shown.process.pid)], capture_output=True, text=True)
    for pid in children.stdout.split():
        os.kill(int(pid), signal.SIGKILL)
    course.answer("twice", "return 2 * x")
    shown.wait("✓ passed")


def test_another_exercise_is_chosen_from_the_list_on_a_screen_of_any_size(course, terminal):
    shown = terminal()
    shown.wait("not started")
    shown.type("l")
    shown.wait("> – twice", "01 First steps  0/2")
    shown.type("\x1b[B")
    shown.wait("> – thrice")
    shown.resize(40, 12)
    shown.wait("> – thrice", "enter open", columns=40)
    shown.type("\r")
    shown.wait("01_first/thrice", "not started")


def test_the_editor_gets_the_terminal_and_gives_it_back(course, terminal):
    script = course.root / "editor.py"
    script.write_text(
        "import sys\nprint('EDITING', flush=True)\nwhile input() != 'done': pass\n"
        "open(sys.argv[1], 'w').write('def twice(x):\\n    return 2 * x\\n')\n",
        encoding="utf-8",
    )
    import sys

    shown = terminal("twice", EDITOR=f"{sys.executable} {script}")
    shown.wait("not started", "e edit")
    shown.type("e")
    shown.wait("EDITING", columns=500)
    shown.type("done\n")
    shown.wait("✓ passed")


def test_reset_asks_first_and_keeps_a_backup(course, terminal):
    course.answer("twice", "return x * x")
    shown = terminal("twice")
    shown.wait("not right yet", "x reset")
    shown.type("x")
    shown.wait("yes, put the stub back")
    shown.type("n")
    shown.wait("x reset")
    assert "x * x" in course.file("twice").read_text(encoding="utf-8")
    shown.type("x")
    shown.wait("yes, put the stub back")
    shown.type("x")
    shown.wait("kept in", "not started")
    assert "raise NotImplementedError" in course.file("twice").read_text(encoding="utf-8")


def test_without_colour_or_a_terminal_there_are_plain_lines_and_ctrl_c_ends(course, tmp_path):
    course.answer("twice", "return x * x")
    path = tmp_path / "lines.txt"
    with path.open("w", encoding="utf-8") as lines:
        process = subprocess.Popen(
            command(),
            cwd=course.root,
            env=environment(NO_COLOR="1"),
            stdin=subprocess.DEVNULL,
            stdout=lines,
            stderr=lines,
        )

    def wait(text: str) -> None:
        end = time.monotonic() + LIMIT_S
        while text not in path.read_text(encoding="utf-8"):
            assert time.monotonic() < end, path.read_text(encoding="utf-8")
            time.sleep(0.1)

    wait("looks like the square")
    course.answer("twice", "return 2 * x")
    wait("twice is green")
    wait("exercises/01_first/thrice.py")
    wait("not started")
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=LIMIT_S) == 0
    text = path.read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert "1 of 2 exercises are green" in text
