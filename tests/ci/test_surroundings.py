from __future__ import annotations

import json
from pathlib import Path

import pytest

from torchgrade.ci.surroundings import gradescope, surroundings

USERS = [{"name": "Ana", "sid": "17", "email": "ana@uni.edu"}, {"name": "Lea", "sid": "", "email": "lea@uni.edu"}]


def test_a_laptop_asks_for_nothing(tmp_path):
    assert surroundings({}, tmp_path).kind == ""
    assert surroundings({"GITHUB_STEP_SUMMARY": "x"}, tmp_path).summary is None


def test_github_names_repository_run_and_files(tmp_path):
    found = surroundings(
        {
            "GITHUB_ACTIONS": "true",
            "GITHUB_REPOSITORY": "org/lab-ana",
            "GITHUB_RUN_NUMBER": "12",
            "GITHUB_STEP_SUMMARY": "/s",
            "GITHUB_OUTPUT": "/o",
        },
        tmp_path,
    )
    assert (found.kind, found.name, found.attempt) == ("github", "org/lab-ana", 12)
    assert (found.summary, found.output) == (Path("/s"), Path("/o"))


@pytest.mark.parametrize("number", [None, "", "x", "-3", "9" * 99, "٣"])
def test_a_run_without_a_sensible_number_is_the_first(tmp_path, number):
    environment = {"GITHUB_ACTIONS": "true", **({"GITHUB_RUN_NUMBER": number} if number is not None else {})}
    assert surroundings(environment, tmp_path).attempt == 1


def test_gitlab_names_the_project(tmp_path):
    found = surroundings({"GITLAB_CI": "true", "CI_PROJECT_PATH": "group/ana"}, tmp_path)
    assert (found.kind, found.name) == ("gitlab", "group/ana")


def test_gradescope_is_known_by_its_folders(tmp_path):
    (tmp_path / "autograder" / "results").mkdir(parents=True)
    data = {"users": USERS, "assignment": {"title": "Lab 3"}, "previous_submissions": [{}, {}]}
    (tmp_path / "autograder" / "submission_metadata.json").write_text(json.dumps(data))
    found = surroundings({}, tmp_path)
    assert (found.kind, found.name, found.assignment, found.attempt) == ("gradescope", "17+lea@uni.edu", "Lab 3", 3)
    assert found.files == (("gradescope", tmp_path / "autograder" / "results" / "results.json"),)


@pytest.mark.parametrize("text", ["", "[", "[]", '{"users": 3, "assignment": []}', '{"users": [3]}', "[" * 100_000])
def test_what_gradescope_says_wrongly_is_not_needed(tmp_path, text):
    (tmp_path / "submission_metadata.json").write_text(text)
    found = gradescope(tmp_path)
    assert (found.name, found.assignment, found.attempt) == ("", "", 1)


def test_prairielearn_is_known_by_its_folders(tmp_path):
    (tmp_path / "grade" / "data").mkdir(parents=True)
    (tmp_path / "grade" / "data" / "data.json").write_text("{}")
    [(name, place)] = surroundings({}, tmp_path).files
    assert (name, place) == ("prairielearn", tmp_path / "grade" / "results" / "results.json")
