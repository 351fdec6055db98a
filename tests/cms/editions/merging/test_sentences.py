"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.editions.merging.sentences import join, sentences

law = settings(settings.get_profile("laws"))

CASES = [
    ("One here. Two there.", ["One here.", "Two there."]),
    ("Does it hurt? A little! Not much…", ["Does it hurt?", "A little!", "Not much…"]),
    ("Avoid it, e.g. Aspirin helps some. Ask.", ["Avoid it, e.g. Aspirin helps some.", "Ask."]),
    ("Ask Dr. Hansen. She knows.", ["Ask Dr. Hansen.", "She knows."]),
    ("J. Smith wrote it. See fig. 3 there.", ["J. Smith wrote it.", "See fig. 3 there."]),
    ("It is 1.2 percent. Or 43.", ["It is 1.2 percent.", "Or 43."]),
    ("Tag f.eks. Marevan bl.a. Om aftenen.", ["Tag f.eks. Marevan bl.a. Om aftenen."]),
    ("Det tager ca. 6 uger. Øvelser hjælper.", ["Det tager ca. 6 uger.", "Øvelser hjælper."]),
    (
        "Den 3. marts holder vi lukket. Ring dvs. Skriv.",
        ["Den 3. marts holder vi lukket.", "Ring dvs. Skriv."],
    ),
    ("Ring kl. 9. Tlf. 98 12 34 56 er åben.", ["Ring kl. 9.", "Tlf. 98 12 34 56 er åben."]),
    ("Smerter, kramper osv. Det går over.", ["Smerter, kramper osv.", "Det går over."]),
    ("1. Lie down and rest.", ["1. Lie down and rest."]),
    ("(We say so.) “Really?” Yes.", ["(We say so.)", "“Really?”", "Yes."]),
    ("<b>Stop.</b> Then <i>go.</i> On.", ["<b>Stop.</b>", "Then <i>go.</i>", "On."]),
    ("<b>Stop. Look.</b> Go.", ["<b>Stop. Look.</b>", "Go."]),
    (
        'See <a href="https://a.b/?c=1. D">this. That</a>. Then.',
        ['See <a href="https://a.b/?c=1. D">this. That</a>.', "Then."],
    ),
    ("Main Street 1<br/>New York", ["Main Street 1<br/>", "New York"]),
    ("Call us. {clinic} is open.", ["Call us.", "{clinic} is open."]),
    ("", []),
    ("   ", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences_end_where_a_reader_stops(text: str, expected: list[str]):
    assert sentences(text) == expected


@law
@given(st.lists(st.sampled_from([case[0] for case in CASES]), max_size=4).map(" ".join))
def test_sentences_joined_give_the_text(text: str):
    assert " ".join(join(sentences(text)).split()) == " ".join(text.split())
