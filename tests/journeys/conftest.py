"""Journeys: the demo network on a live server, Debian's Chromium before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.chromium import ChromiumMissingError, find_chromium, launch
from tests.journeys.editors import Editor
from tests.journeys.network import Network, serve_demo
from tests.journeys.people import Visitor


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever has looked at the pages say that they look as they should."""
    parser.addoption(
        "--renew-looks", action="store_true", help="take the pictures that pages are compared with"
    )


@pytest.fixture(scope="session")
def demo(
    django_test_environment: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Network]:
    """The demo network, loaded and served for the whole run."""
    if connection.vendor != "sqlite":
        pytest.exit(
            "The journeys run on SQLite. Unset DATABASE_URL, or use: make test-browser",
            returncode=pytest.ExitCode.USAGE_ERROR,
        )
    serving = serve_demo(tmp_path_factory.mktemp("journeys"))
    with django_db_blocker.unblock():
        network = next(serving)
    yield network
    serving.close()


@pytest.fixture
def network(demo: Network, django_db_blocker: Any) -> Iterator[Network]:
    """The demo network as it was loaded, whatever earlier journeys did."""
    with django_db_blocker.unblock():
        demo.restore()
        yield demo


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is; asked before anything is loaded."""
    try:
        return find_chromium()
    except ChromiumMissingError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)


@pytest.fixture(scope="session")
def browser(chromium: str, demo: Network) -> Iterator[Browser]:
    """The browser; it starts after the database is ready, because its event loop keeps Django out."""
    with sync_playwright() as playwright:
        browser = launch(playwright, chromium)
        yield browser
        browser.close()


@pytest.fixture
def people() -> Iterator[list[Visitor]]:
    """Everybody who came to the network during a journey; in the end nobody may have met a problem."""
    people: list[Visitor] = []
    yield people
    for person in people:
        person.context.close()
    assert [problem for person in people for problem in person.problems] == []


@pytest.fixture
def visitor_of(browser: Browser, network: Network, people: list[Visitor]) -> Callable[..., Visitor]:
    """Bring a visitor to a clinic's site: ``visitor_of("newyork", viewport=PHONE)``."""

    def bring(host: str, **options: Any) -> Visitor:
        people.append(Visitor(browser, network, host, **options))
        return people[-1]

    return bring


@pytest.fixture
def stranger(browser: Browser, network: Network, people: list[Visitor]) -> Editor:
    """Somebody at the admin who has not signed in."""
    people.append(person := Editor(browser, network, "admin"))
    return person


@pytest.fixture
def editor(browser: Browser, network: Network, people: list[Visitor]) -> Callable[[str], Editor]:
    """Sign somebody in at the admin: ``editor("marketer.newyork")``."""

    def bring(name: str) -> Editor:
        people.append(person := Editor(browser, network, "admin"))
        person.sign_in(name)
        expect(person.page).to_have_title(re.compile("Dashboard"))
        return person

    return bring
