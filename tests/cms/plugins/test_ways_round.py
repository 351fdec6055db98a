"""What a plugin's code registers for the whole installation is found, in any module and by any name."""

from __future__ import annotations

import ast

import pytest

from cms.plugins.checks import check_plugins
from cms.plugins.discovery import installed_plugins
from cms.plugins.source import Source, names_used, sources
from cms.plugins.ways_round import REGISTRIES, Way, ways_round

OWN = "plugins.mine"


def found(text: str) -> list[tuple[int, Way, str]]:
    return [(one.line, one.way, one.name) for one in ways_round(Source("x.py", ast.parse(text)), OWN)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "import wagtail.hooks\nwagtail.hooks.register",
            [(1, "wagtail.hooks"), (2, "wagtail.hooks.register"), (2, "wagtail.hooks")],
        ),
        ("import wagtail.hooks as h\nh.x", [(1, "wagtail.hooks"), (2, "wagtail.hooks.x")]),
        ("from a import b as c\nc.d.e", [(1, "a.b"), (2, "a.b.d.e"), (2, "a.b.d")]),
        ("from a import *", [(1, "a.*")]),
        ("from . import a\nfrom .a import b\na.c", []),
        ("f().a\n'x'.a\nb.c", []),
    ],
)
def test_names_of_others_are_read_in_full(text, names) -> None:
    assert list(names_used(Source("x.py", ast.parse(text)))) == names


@pytest.mark.parametrize(
    "text",
    [
        "from wagtail import hooks",
        "from wagtail import hooks as anything",
        "import wagtail.hooks",
        "from wagtail.hooks import register as r",
        "from wagtail.hooks import *",
        "import wagtail\ndef f():\n    wagtail.hooks.register('x', f)",
        "@hooks.register('x')\ndef f():\n    from wagtail import hooks",
    ],
)
def test_hooks_of_wagtail_are_found_once_in_a_module(text) -> None:
    assert [way for _line, way, _name in found(text)] == [Way.HOOK]


@pytest.mark.parametrize("registry", REGISTRIES)
def test_every_registry_is_found_by_each_of_its_names(registry) -> None:
    package, _, name = registry.rpartition(".")
    top, _, last = package.rpartition(".")
    for text in (
        f"from {package} import {name}",
        f"from {package} import {name} as anything",
        f"import {package} as m\nm.{name}",
        f"from {top} import {last} as m\nm.{name}.x",
    ):
        assert [(way, name) for _line, way, name in found(text)] == [(Way.REGISTRY, registry)]
    assert [way for _line, way, _name in found(f"from {package} import *")] == [Way.REGISTRY]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("from django.db.models.signals import post_save", ["django.db.models.signals"]),
        ("from django.core import signals\nsignals.request_started.connect(f)", ["django.core.signals"]),
        ("from wagtail.signals import page_published as p", ["wagtail.signals"]),
        ("from elsewhere.signals import x", ["elsewhere.signals"]),
        ("from plugins.mine.signals import x\nfrom plugins.mine import signals", []),
        ("from django.dispatch import Signal\nasked = Signal()", []),
    ],
)
def test_signals_of_others_are_found(text, names) -> None:
    assert [(way, name) for _line, way, name in found(text)] == [(Way.SIGNAL, name) for name in names]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("def m(get_response): ...", Way.MIDDLEWARE),
        ("async def m(get_response): ...", Way.MIDDLEWARE),
        ("class M:\n    def __init__(self, get_response): ...", Way.MIDDLEWARE),
        ("class C(AppConfig):\n    def ready(self): ...", Way.START),
        ("class C(apps.AppConfig):\n    def ready(self): ...", Way.START),
        ("settings.DEBUG = True", Way.SETTINGS),
        ("settings.DEBUG: bool = True", Way.SETTINGS),
        ("settings.MIDDLEWARE += ['x']", Way.SETTINGS),
        ("settings.MIDDLEWARE.append('x')", Way.SETTINGS),
        ("settings.TEMPLATES[0]['OPTIONS'] = {}", Way.SETTINGS),
        ("settings.CACHES['x'].update(a=1)", Way.SETTINGS),
        ("del settings.DEBUG", Way.SETTINGS),
        ("setattr(settings, 'DEBUG', True)", Way.SETTINGS),
    ],
)
def test_other_ways_are_found(text, way) -> None:
    assert [one for _line, one, _name in found(text)] == [way]


@pytest.mark.parametrize(
    "text",
    [
        "from wagtail import blocks\nfrom wagtail.snippets.blocks import SnippetChooserBlock",
        "from wagtail.snippets.models import get_snippet_models",
        "class C(AppConfig):\n    name = 'mine'",
        "class C(Reader):\n    def ready(self): ...",
        "x = settings.DEBUG\nsettings.link = 1\ncontext.settings['x'] = 1\nnames.append(settings.DEBUG)",
        "hooks.register('mine')\nregister_snippet(1)",
        "from django.dispatch.dispatcher import NO_RECEIVERS",
    ],
)
def test_what_concerns_nobody_else_is_left_alone(text) -> None:
    assert found(text) == []


def test_modules_are_read_but_for_tests_migrations_and_what_is_no_python(tmp_path) -> None:
    for name in (
        "a.py",
        "deep/er/b.py",
        "tests/c.py",
        "migrations/0001.py",
        "broken.py",
        "nul.py",
        "text.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "broken.py").write_text("class (")
    (tmp_path / "nul.py").write_bytes(b"\0")
    assert [one.name for one in sources(tmp_path)] == ["a.py", "deep/er/b.py"]


def test_check_names_file_and_line(host, write_plugin) -> None:
    folder = write_plugin("sample")
    module = folder / "sample" / "deep" / "views.py"
    module.parent.mkdir()
    module.write_text("from django.dispatch import receiver\n\nfrom wagtail import hooks\n")
    host.fill(installed_plugins(folder, lambda: ()))
    end = "which no clinic could switch off."
    assert [(one.id, one.msg) for one in check_plugins()] == [
        (
            "meridian.E411",
            f"The plugin “sample” registers with django.dispatch.receiver in deep/views.py, line 1, {end}",
        ),
        ("meridian.E402", f"The plugin “sample” registers Wagtail hooks in deep/views.py, line 3, {end}"),
    ]


def test_rogue_is_named_with_each_of_its_ways(rogue) -> None:
    messages = [one.msg for one in check_plugins() if "“goes_round”" in one.msg]
    assert [
        message.partition(" in ")[0].removeprefix("The plugin “goes_round” ") for message in messages
    ] == [
        "runs code of its own when Django starts",
        "listens to django.db.models.signals",
        "registers Wagtail hooks",
        "registers with wagtail.contrib.settings.models.register_setting",
        "registers with wagtail.snippets.models.register_snippet",
        "defines a middleware",
        "changes the settings of the installation",
    ]
