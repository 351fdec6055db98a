"""Speed as felt: what a phone loads of a page, whether the page moves, and what Lighthouse says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser

from tests.journeys import scores
from tests.journeys.network import Network
from tests.journeys.phone import Loaded, read_to_the_end
from tests.journeys.scores import CATEGORIES, LighthouseError, Report, report_on, typical_report
from tests.journeys.served import served_as_by_make

CONDITIONS = [
    ("newyork", "/conditions/sciatica/"),
    ("minnetonka", "/conditions/sciatica/"),
    ("aalborg", "/lidelser/iskias/"),
]
HOMES = [("newyork", "/"), ("minnetonka", "/"), ("aalborg", "/")]
on_every_page = pytest.mark.parametrize(("host", "path"), [*CONDITIONS, *HOMES])
on_condition_pages = pytest.mark.parametrize(("host", "path"), CONDITIONS)

MOST = 150_000  # bytes
MOST_WITHOUT_PICTURES = 60_000
MOST_RENDER_BLOCKING = 2
LEAST = dict.fromkeys(CATEGORIES, 100) | {"performance": 98}

Address = Callable[[str, str], str]
Reporter = Callable[[str, str], Report]
Reader = Callable[[str, str], Loaded]


@pytest.fixture(scope="module")
def address(demo: Network, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The address of a path on a host of the network, as ``make demo`` serves it."""
    with served_as_by_make(demo, tmp_path_factory.mktemp("served")) as port:
        yield lambda host, path: f"http://{host}.localhost:{port}{path}"


@pytest.fixture(scope="module")
def report(address: Address, chromium: str) -> Reporter:
    """What Lighthouse says of a page; each is looked at once."""
    return cache(lambda host, path: typical_report(address(host, path), chromium, LEAST["performance"]))


@pytest.fixture(scope="module")
def loaded(address: Address, browser: Browser) -> Reader:
    """What a phone loads of a page; each is read once."""
    return cache(lambda host, path: read_to_the_end(browser, address(host, path)))


@on_every_page
def test_lighthouse_finds_nothing_to_mend(host: str, path: str, report: Reporter) -> None:
    found = report(host, path)
    short = {name: found.scores.get(name) for name in LEAST if found.scores.get(name, 0) < LEAST[name]}
    assert short == {}, "\n".join(found.faults)


@on_every_page
def test_page_does_not_move(host: str, path: str, report: Reporter, loaded: Reader) -> None:
    assert (report(host, path).layout_shift, loaded(host, path).layout_shift) == (0, 0)


@on_every_page
def test_hardly_anything_is_waited_for_before_something_shows(host: str, path: str, report: Reporter) -> None:
    blocking = report(host, path).render_blocking
    assert 1 <= len(blocking) <= MOST_RENDER_BLOCKING, blocking


@on_every_page
def test_page_asks_its_own_host_only(host: str, path: str, report: Reporter, address: Address) -> None:
    found = report(host, path).addresses
    assert found[0] == address(host, path)
    assert [one for one in found if not one.startswith(address(host, "/"))] == []


@on_condition_pages
def test_condition_page_is_light(host: str, path: str, loaded: Reader) -> None:
    page = loaded(host, path)
    assert 0 < page.weight(with_pictures=False) <= MOST_WITHOUT_PICTURES, page.bytes
    assert page.weight(with_pictures=False) < page.weight() <= MOST, page.bytes


@on_every_page
def test_hero_is_loaded_ahead_and_once(host: str, path: str, loaded: Reader) -> None:
    page = loaded(host, path)
    hero = page.pictures[0]
    assert (hero.loading, hero.priority, len(page.preloaded)) == ("eager", "high", 1)
    assert page.preloaded[0].count(" ") == 2 * len(hero.widths) - 1
    assert [one for one in hero.widths if page.times[one]] == [hero.file]
    assert page.times[hero.file] == 1


@on_every_page
def test_all_other_pictures_wait_until_they_are_near(host: str, path: str, loaded: Reader) -> None:
    others = loaded(host, path).pictures[1:]
    assert others
    assert [one.file for one in others if (one.loading, one.decoding) != ("lazy", "async")] == []


@on_every_page
def test_pictures_have_their_measures_and_no_more_pixels_than_show(
    host: str, path: str, loaded: Reader
) -> None:
    pictures = loaded(host, path).pictures
    assert [one.file for one in pictures if not one.is_measured] == []
    assert [one for one in pictures if one.is_too_wide] == []


def test_lighthouse_without_a_result_is_a_failure(chromium: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scores, "ATTEMPTS", 1)
    with pytest.raises(LighthouseError, match="came to no result for http://nobody"):
        report_on("http://nobody.localhost:9/", chromium)


def test_lighthouse_that_is_missing_is_a_failure(chromium: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scores, "PROGRAM", scores.FOLDER / "elsewhere.js")
    with pytest.raises(LighthouseError, match="Install it with: make lighthouse"):
        report_on("http://newyork.localhost/", chromium)
