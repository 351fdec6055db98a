"""How a generated plugin is spoilt so that one point of the kit tells its author, and what that says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.cms.testing.plugins_made import Change

PARTS = Path(__file__).parent / "parts"
SLOTS, BLOCKS, PLUGIN, CONFIG = "slots.py", "blocks.py", "plugin.py", "settings.py"
END = "templates/spoilt/end.html"
SAY = "    sentence = "
META = "    class Meta:"

# What the slot and the block of the plugin do besides.
SLOW = "    import time\n    time.sleep(0.02)\n"
ASKING = """    import contextlib, socket
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 9), timeout=0.01)
"""
CAPRICIOUS = """    made = 0

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        type(self).made += 1

    def upgrade(self, raw):
        return {**raw, "made": self.made}

"""
CURIOUS = """    def get_context(self, value, parent_context=None):
        from wagtail.models import Locale
        context = super().get_context(value, parent_context)
        return {**context, "number": Locale.objects.count()}

"""
PREVIEW = """
        preview_value = {"heading": "Before you come", "text": "<p>Wear comfortable clothes.</p>"}"""
SECRET = "    api_key = blocks.CharBlock(required=False, label=_('Text'))\n"
TAGS = "from uuid import uuid4\nfrom taggit.models import Tag\n"
MAKE = "Tag.objects.create(name=uuid4().hex, slug=uuid4().hex)"


def part(name: str, arguments: str = "") -> list[Change]:
    """Return the changes that put a module of ``parts`` into a plugin, where it registers what it has."""
    text = (PARTS / f"{name}.py").read_text("utf-8")
    register = f"from . import {name}\n{name}.register(plugin{arguments})\n"
    return [(f"{name}.py", "", text), (PLUGIN, "", register)]


def named(said: str, name: str) -> str:
    """Return what is said of the plugin ``name``: it is NAME in ``said``, and DASHED in addresses."""
    return said.replace("NAME", name).replace("DASHED", name.replace("_", "-"))


@dataclass(frozen=True)
class Spoilt:
    """A plugin spoilt in one way or more; ``said`` is what is read about each, as regular expressions."""

    changes: list[Change]
    said: list[str]


SITE, ADMIN = "/-/DASHED", "/plugins/trial/NAME/screens"

SPOILT = {
    1: Spoilt([("plugin.toml", 'version = "0.1.0"', 'version = "0.2.0"')], ["toml says version 0.2.0"]),
    2: Spoilt(
        [(SLOTS, "from cms.plugins.api", "from cms.pages.models import PlainPage\nfrom cms.plugins.api")],
        ["slots.py, line .*: it imports cms.pages.models"],
    ),
    3: Spoilt(
        [(SLOTS, "", "\nfrom wagtail.models import Locale\nLANGUAGES = Locale.objects.count()\n")],
        ["slots.py, line .*: it asks the database at import"],
    ),
    7: Spoilt(
        [(BLOCKS, PREVIEW, "")], ["NAME__note has no preview_value", "NAME__note refuses its own sample"]
    ),
    8: Spoilt(
        [(BLOCKS, META, CAPRICIOUS + META)],
        ["without the plugin holds other content"],
    ),
    9: Spoilt(
        part("shows_others"),
        [
            "page.aside.v1 shows nothing",
            *(
                f"{place} of a clinic shows what another clinic has"
                for place in (
                    "/trial/",
                    f"{SITE}/count/",
                    f"{ADMIN}/count/",
                    "the dashboard",
                    "what searches find",
                    "what interfaces give",
                )
            ),
        ],
    ),
    10: Spoilt(
        part("opens_to_others"),
        [
            "pattern has an address of which the kit can make no example",
            *(
                f"{root}/{address}/ answers {method} with 50[03] to who may"
                for root in (SITE, ADMIN)
                for address, method in (("fails", "GET"), ("fails", "POST"), ("takes-nothing", "POST"))
            ),
            *(
                f"{address}/ answers {method} with 200 although it names a record of another clinic"
                for method in ("GET", "POST")
                for address in (
                    rf"{SITE}/uuid/[\w-]+",
                    rf"{SITE}/slug/neighbour",
                    rf"{SITE}/str/\d+",
                    rf"{SITE}/int/\d+",
                    rf"{SITE}/both/\d+/neighbour",
                    rf"{SITE}/both/\d+/trial",
                    rf"{ADMIN}/uuid/[\w-]+",
                    rf"{ADMIN}/key/\d+",
                )
            ),
            "What is sent to rename/<int:pk>/ changes records of another clinic",
        ],
    ),
    11: Spoilt(
        [("styles.py", "    return", "    context.page.title\n    return"), *part("fails_behind_pages")],
        [
            "page.head.v1 fails on /nowhere/. AttributeError",
            "publish:advise fails on a page before it is published. RuntimeError",
            "publish:keep_back fails on a page before it is published. RuntimeError",
            "job:work fails. RuntimeError",
            "health:world fails. RuntimeError",
        ],
    ),
    12: Spoilt(
        [(SLOTS, SAY, SLOW + SAY), *part("asks_in_views", ", 'waits'")],
        ["page.body.end.v1 takes .* ms", "site:waits takes .* ms", " takes .* ms"],
    ),
    13: Spoilt(
        [(SLOTS, SAY, ASKING + SAY), *part("asks_in_views", ", 'asks'")],
        [f"{file}.py, line .* opens a connection" for file in ("slots", "asks_in_views")],
    ),
    14: Spoilt(
        [(BLOCKS, META, CURIOUS + META), *part("counts_one_by_one")],
        [f"{path}/ asks the database 2 times more" for path in ("/trial", f"{SITE}/one", f"{ADMIN}/one")],
    ),
    15: Spoilt([(CONFIG, "    sentence", f"{SECRET}    sentence")], ["The setting api_key is a secret"]),
    16: Spoilt(
        [
            (PLUGIN, "from cms", "from time import monotonic\nfrom cms"),
            (PLUGIN, "", "plugin.export(lambda context: monotonic(), restore=lambda context, data: None)\n"),
        ],
        ["What was restored is not what was exported"],
    ),
    17: Spoilt(
        [
            (SLOTS, '_("Do you', '("Do you'),
            (SLOTS, "import gettext as _", "import gettext"),
            *part("writes_bad_html", ", 'untranslated'"),
        ],
        [
            "page.body.end.v1 says “Do you have a question",
            *(f"{root}/words/ says “Hello there”" for root in (SITE, ADMIN)),
            *(f"{root}/direction/ does not say that it reads from right to left" for root in (SITE, ADMIN)),
        ],
    ),
    18: Spoilt(
        [(END, "{{ sentence }}", "{{ sentence }}<div>"), *part("writes_bad_html", ", 'unsound'")],
        [
            "page.body.end.v1: line",
            *(
                f"{root}/{problem}"
                for root in (SITE, ADMIN)
                for problem in (
                    "nesting/: line 1",
                    "names/: a field has no label",
                    "headings/: <h3> “2” follows a heading of level 1",
                )
            ),
        ],
    ),
    19: Spoilt(
        [(END, "<p class", '<p style="margin: 0" class'), *part("writes_bad_html", ", 'forbidden'")],
        [
            "/trial/ holds the attribute style of <p>",
            *(
                f"{root}/{problem}"
                for root in (SITE, ADMIN)
                for problem in (
                    "style/ holds the attribute style",
                    "event/ holds the attribute onclick",
                    "script/ holds a script in the page",
                    "remote/ loads from https://pictures.example.com, which img-src",
                )
            ),
        ],
    ),
    20: Spoilt([("templates/theirs/end.html", "", "<p>Whose?</p>")], ["theirs must be in templates/NAME/"]),
    21: Spoilt(
        [
            (PLUGIN, "from cms", f"{TAGS}from cms"),
            (PLUGIN, "", f"plugin.on_activated(lambda context: {MAKE})\n"),
        ],
        ["Switched on again, it leaves", "Switched off again, it leaves"],
    ),
    22: Spoilt(
        [
            (PLUGIN, "from cms", f"{TAGS}from cms"),
            (PLUGIN, "", f"plugin.on_copied(lambda source, target: {MAKE})\n"),
        ],
        ["Copied again, it leaves"],
    ),
    23: Spoilt(
        [
            (SLOTS, SAY, f'    if context.clinic.theme == "limfjord":\n        return None\n{SAY}'),
            *part("knows_one_theme"),
        ],
        [
            "page.body.end.v1 shows nothing under the theme limfjord",
            "site:theme shows nothing under the theme limfjord",
            f"{SITE}/theme/ answers 404 under the theme limfjord",
        ],
    ),
}
"""Plugins with block, slot and settings, by the number of the point that says what is wrong with them."""

TOGETHER = ((1, 2, 3, 7, 11, 15, 16, 20, 21, 22), (8, 9, 14, 17, 18, 19, 23), (10, 12, 13))
"""What one plugin can be spoilt in at once: each point speaks of its own."""
