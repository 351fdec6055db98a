from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.clinics.models import Practitioner, PractitionerText


def employ(clinic, name, **titles):
    person = Practitioner.objects.create(clinic=clinic, name=name)
    for code, title in titles.items():
        PractitionerText.objects.create(practitioner=person, language_code=code, title=title)


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("/", ["<p>Akupunktør</p>", "<p>Fysioterapeut</p>"]),
        ("/en/", ["<p>Acupuncturist</p>", '<p lang="da">Fysioterapeut</p>']),
    ],
)
def test_home_tells_of_people_in_its_language_or_the_next(network, path, titles):
    employ(network.aalborg, "Signe", da="Akupunktør", en="Acupuncturist")
    employ(network.aalborg, "Jeppe", da="Fysioterapeut")
    html = network.get(network.aalborg, path).content.decode()
    shown = re.findall(r'<p class="person__title".*?</p>', html)
    assert [title.replace(' class="person__title"', "") for title in shown] == titles


def test_home_costs_the_same_queries_with_more_people(network):
    counts = []
    for number in range(3):
        employ(network.aalborg, f"Person {number}", da="Akupunktør", en="Acupuncturist")
        network.get(network.aalborg, "/en/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            network.get(network.aalborg, "/en/")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
