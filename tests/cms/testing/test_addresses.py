"""What the kit makes of a plugin's addresses, and which records they can name."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.http import HttpResponse
from django.urls import include, path, re_path
from django.urls.converters import get_converters

from cms.testing.addresses import Address, accepts, addresses
from cms.testing.records import Record, paths_across, paths_to

KEY = UUID(int=7)
OURS = Record((1, "ours", UUID(int=1)), {"pk": 1, "slug": "ours", "year": 2024})
THEIRS = Record((2, "theirs", KEY), {"pk": 2, "slug": "theirs", "year": 2024})


def view(request) -> HttpResponse:
    return HttpResponse("")


def address(route: str) -> Address:
    (found,) = addresses([path(route, view, name="view")])
    return found


def test_addresses_are_found_on_every_level_with_what_is_captured_above() -> None:
    inner = ([path("<int:pk>/", view, name="one"), re_path(r"^all/$", view)], "app")
    found = list(addresses([path("in/<slug:slug>/", include(inner, namespace="inner"))]))
    assert [(one.view, one.route, list(one.captures)) for one in found] == [
        ("inner:one", "in/<slug:slug>/<int:pk>/", ["slug", "pk"]),
        (f"inner:{__name__}.view", "in/<slug:slug>/all/", ["slug"]),
    ]
    assert [one.path({"pk": "3"}) for one in found] == ["in/x/3/", "in/x/all/"]


@pytest.mark.parametrize(
    ("pattern", "is_readable"),
    [
        (path("<int:pk>/<uuid:key>/<path:rest>", view), True),
        (re_path(r"^all/$", view), True),
        (re_path(r"^(?P<pk>\d+)/$", view), False),
    ],
)
def test_only_a_regular_expression_that_captures_is_beyond_the_kit(pattern, is_readable) -> None:
    assert [one.is_readable for one in addresses([pattern])] == [is_readable]


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("int", ["2"]),
        ("key", ["2"]),
        ("uuid", [str(KEY)]),
        ("slug", ["2", "theirs", str(KEY)]),
        ("str", ["2", "theirs", str(KEY)]),
        ("path", ["2", "theirs", str(KEY)]),
    ],
)
def test_record_is_named_by_what_is_its_own_where_a_converter_takes_it(kind, texts) -> None:
    converter = get_converters()[kind]
    assert THEIRS.texts("whatever", converter) == texts
    assert all(accepts(converter, text) for text in texts)


def test_field_that_is_called_as_what_is_captured_comes_first() -> None:
    assert THEIRS.texts("slug", get_converters()["str"])[0] == "theirs"
    assert THEIRS.texts("year", get_converters()["int"]) == ["2024", "2"]


def test_own_records_are_named_by_what_is_likeliest_and_an_example_stands_for_none() -> None:
    assert paths_to(address("<slug:slug>/<int:pk>/"), [OURS, THEIRS]) == ["ours/1/", "theirs/2/"]
    assert paths_to(address("<int:pk>/"), []) == ["1/"]
    assert paths_to(address("all/"), [OURS, THEIRS]) == ["all/"]


def test_foreign_records_are_named_alone_and_together_with_own_ones() -> None:
    assert paths_across(address("<int:pk>/"), [OURS], [OURS, THEIRS]) == ["2/"]
    assert paths_across(address("<int:book>/<int:page>/"), [OURS], [THEIRS]) == ["2/2/", "2/1/", "1/2/"]
    assert paths_across(address("<int:year>/"), [OURS], [THEIRS]) == ["2/"]
    assert paths_across(address("all/"), [OURS], [THEIRS]) == []
