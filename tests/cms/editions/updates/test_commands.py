"""The inbox for scripts."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from cms.editions.updates.queries import waiting
from cms.testing.network import block_id
from tests.cms.editions.updates.conftest import marketer_of, move_on, shape

B1, B2 = block_id(1), block_id(2)


def run(*words, user=None):
    output = io.StringIO()
    who = ["--user", user.email] if user else []
    call_command("editions", *who, *map(str, words), stdout=output)
    return json.loads(output.getvalue())


def test_script_lists_answers_and_takes_back(decided):
    move_on(decided.english, b1="First words, mended.", b2="Two.")
    marketer = marketer_of(decided.newyork)
    edition = decided.newyork_edition.pk
    found = run("inbox", "newyork", user=marketer)
    assert [(one["target"], one["reasons"], one["conflicts"]) for one in found] == [
        (B1, ["stale"], 0),
        (B2, ["stale"], 1),
    ]
    run("merge", edition, B2, "--take", "0=library", "--reason", "Agreed.", user=marketer)
    outcome = run("answer-all", "merge", "newyork", user=marketer)
    assert ([one["target"] for one in outcome["done"]], outcome["refused"]) == ([B1], [])
    assert waiting(decided.newyork) == ()
    log = run("log", "newyork", user=marketer)
    assert [(one["target"], one["why"]) for one in log] == [(B1, ""), (B2, "Agreed.")]
    run("undo", log[0]["answer"], user=marketer)
    assert shape(decided.newyork) == [(B1, ["stale"])]


@pytest.mark.parametrize(
    "words",
    [
        ("inbox", "newyork"),
        ("accept", "{edition}", B1),
        ("answer-all", "accept", "newyork"),
    ],
)
def test_script_as_another_clinics_staff_changes_nothing(decided, words):
    move_on(decided.english, b1="First words, mended.")
    stranger = marketer_of(decided.aalborg)
    written = [word.format(edition=decided.newyork_edition.pk) for word in words]
    with pytest.raises(CommandError, match="You may not decide"):
        run(*written, user=stranger)
    assert shape(decided.newyork) == [(B1, ["stale"])]


def test_script_is_told_what_is_wrong(decided):
    with pytest.raises(CommandError, match="There is no clinic nowhere"):
        run("inbox", "nowhere")
    with pytest.raises(CommandError, match="decided already"):
        run("accept", decided.newyork_edition.pk, B1)
    with pytest.raises(CommandError, match="There is no part “nosuch” on this page"):
        run("accept", decided.newyork_edition.pk, "nosuch")
