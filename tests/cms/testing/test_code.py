"""What the kit reads in code, without running it."""

from __future__ import annotations

import ast

import pytest

from cms.plugins.source import Source
from cms.testing.code import imports, is_allowed, queries_when_imported


def source(text: str) -> Source:
    return Source("x.py", ast.parse(text))


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("from cms.plugins.api import Plugin", []),
        ("from cms.plugins import api", []),
        ("import cms.plugins.api", []),
        ("import django, requests\nfrom wagtail import blocks", []),
        ("from . import slots\nfrom plugins.mine import x", []),
        ("from cms.plugins import registry", ["cms.plugins.registry"]),
        ("import cms.pages.models", ["cms.pages.models"]),
        ("def f():\n    from cms.conf import options", ["cms.conf"]),
        ("from plugins.mine_too import x", ["plugins.mine_too"]),
        ("from tests.app import models", ["tests.app"]),
    ],
)
def test_import_of_anything_of_ours_but_the_surface_is_refused(text, refused) -> None:
    found = [module for _line, module in imports(source(text))]
    assert [module for module in found if not is_allowed(module, "plugins.mine")] == refused


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("N = Page.objects.count()", [1]),
        ("class A:\n    n = list(Page.objects.filter(x=1))", [2]),
        ("def f(n=Page.everywhere.count()):\n    pass", [1]),
        ("cursor = connection.cursor()", [1]),
        ("def f():\n    return Page.objects.count()", []),
        ("f = lambda: Page.objects.count()", []),
        ("class A:\n    objects = ScopedManager()\n    everywhere = models.Manager()", []),
    ],
)
def test_query_at_import_is_named_by_its_line(text, lines) -> None:
    assert sorted(set(queries_when_imported(source(text)))) == lines
