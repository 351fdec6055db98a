from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.template import Context, Template
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from cms.locales.context import RequestContext, use_context
from cms.themes.current import use_theme

# Wagtail leaves the temporary files of new renditions to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")]

WIDTHS = ["480w", "810w", "1200w", "1620w"]


@pytest.fixture
def picture():
    return stored(96, 64)


@pytest.fixture(autouse=True)
def _no_clinic() -> Iterator[None]:
    with use_context(None):
        yield


def stored(width: int, height: int):
    return get_image_model().objects.create(title="Hills", file=get_test_image_file(size=(width, height)))


def rendered(picture, text: str) -> str:
    return Template("{% load picture_tags %}" + text).render(
        Context({"picture": picture, "alt": 'Green "hills"'})
    )


def attributes(element: str) -> dict[str, str]:
    return dict(re.findall(r'([\w-]+)="([^"]*)"', element))


def test_hero_has_its_measures_and_comes_first(picture) -> None:
    html = rendered(picture, "{% hero_picture picture alt %}")
    image = attributes(re.search(r"<img[^>]*>", html)[0])
    assert image | {"src": "", "srcset": "", "sizes": ""} == {
        "alt": "Green &quot;hills&quot;",
        "width": "96",
        "height": "64",
        "loading": "eager",
        "fetchpriority": "high",
        "src": "",
        "srcset": "",
        "sizes": "",
    }


def test_hero_comes_in_three_formats_and_four_widths() -> None:
    html = rendered(stored(1620, 1080), "{% hero_picture picture %}")
    found = [attributes(one) for one in re.findall(r"<(?:source|img)[^>]*>", html)]
    assert [one.get("type") for one in found] == ["image/avif", "image/webp", None]
    assert [re.findall(r"\d+w\b", one["srcset"]) for one in found] == [WIDTHS] * 3


@pytest.mark.parametrize("theme", ["base", "hudson", "lakeside", "limfjord"])
def test_what_is_preloaded_is_what_is_shown(picture, here: RequestContext, theme: str) -> None:
    with use_context(here), use_theme(theme):
        shown = rendered(picture, "{% hero_picture picture %}")
        link = attributes(rendered(picture, "{% hero_preload picture %}"))
    best = attributes(re.search(r"<source[^>]*>", shown)[0])
    assert link == {
        "rel": "preload",
        "as": "image",
        "type": best["type"],
        "imagesrcset": best["srcset"],
        "imagesizes": best["sizes"],
        "fetchpriority": "high",
    }


def test_theme_says_how_wide_the_hero_is(picture, here: RequestContext, write_theme, install) -> None:
    write_theme(files={"templates/theme/hero_sizes.html": "100vw\n"})
    install()
    with use_context(here), use_theme("fjeld"):
        assert 'imagesizes="100vw"' in rendered(picture, "{% hero_preload picture %}")
        assert 'sizes="100vw"' in rendered(picture, "{% hero_picture picture %}")


def test_page_asks_for_its_hero_once(picture, django_assert_num_queries) -> None:
    rendered(picture, "{% hero_picture picture %}")
    with django_assert_num_queries(0):
        rendered(picture, "{% hero_preload picture %}{% hero_picture picture %}")


def test_no_picture_is_nothing() -> None:
    assert rendered(None, "{% hero_preload picture %}{% hero_picture picture alt %}") == ""


def test_picture_whose_file_is_gone_breaks_no_page(picture) -> None:
    picture.file.storage.delete(picture.file.name)
    assert rendered(picture, "{% hero_preload picture %}").count("not-found") == len(WIDTHS)
