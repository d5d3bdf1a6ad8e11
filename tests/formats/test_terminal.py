from __future__ import annotations

from torchgrade.formats.terminal import terminal
from torchgrade.report.views import learner_view


def test_golden(report, class_of, held):
    held("board.txt", terminal([learner_view(report)]))
    held("board-class.txt", terminal(class_of))


def test_nothing_in_it_moves_the_cursor_or_turns_the_writing(class_of):
    text = terminal(class_of)
    assert not set(text) & set("\x1b\x07\x08\r\u202e")


def test_several_end_with_a_line_for_each(class_of):
    rows = terminal(class_of).splitlines()[-5:]
    assert [row.split()[0] for row in (rows[0], rows[2], rows[3], rows[4])] == ["ana", "lea", "noa", "tim"]
    assert "could not be read: lea.zip: no zip" in rows[2]
