"""Library pages with several releases, and a look at what visitors get."""

from __future__ import annotations

import re

import pytest

from cms.library.models import Release
from cms.testing.network import publish, text_block

PATHS = {"newyork": "/conditions/sciatica/", "aalborg": "/lidelser/iskias/"}


@pytest.fixture
def say(network):
    """Publish the English page with other words in its first block, and return the release."""

    def publish_words(words: str, **changes) -> Release:
        network.english.refresh_from_db()
        publish(
            network.english,
            body=[
                text_block(1, words),
                text_block(2, "Second words."),
                text_block(3, "Locked words.", policy="locked"),
                text_block(4, "Fourth words."),
            ],
            **changes,
        )
        return Release.objects.filter(page=network.english).first()

    return publish_words


@pytest.fixture
def html(network):
    """Return the whole page that visitors of a clinic get, without what differs at every request."""

    def get(clinic=None, path: str = "/conditions/sciatica/") -> str:
        answer = network.get(clinic or network.newyork, path)
        assert answer.status_code == 200
        return re.sub(r'name="csrfmiddlewaretoken"[^>]*', "", answer.content.decode())

    return get


def first_release(network) -> Release:
    return Release.objects.filter(page=network.english).last()
