from __future__ import annotations

import json

from django.contrib.staticfiles import finders
from wagtail import blocks
from wagtail.admin.telepath import JSContext

from cms.streams.blocks import DurableStreamBlock, DurableStructBlock


class Case(DurableStructBlock):
    title = blocks.CharBlock()


def packed(block):
    return json.loads(json.dumps(JSContext().pack(block)))


def test_add_menu_offers_only_what_is_installed():
    definition = packed(DurableStreamBlock([("para", blocks.CharBlock()), ("case", Case())]))
    _name, groups, states, _meta, (sealed,) = definition["_args"]
    assert definition["_type"] == "cms.streams.DurableStreamBlock"
    assert [[item["_args"][0] for item in items] for _group, items in groups] == [["para", "case"]]
    assert list(states) == ["para", "case"]
    assert [sealed["_type"], sealed["_args"][0]] == ["cms.streams.SealedBlock", "sealed"]


def test_editor_is_told_no_limit_of_a_type_that_is_not_installed():
    counts = {"gone": {"max_num": 1}, "para": {"max_num": 2}}
    definition = packed(DurableStreamBlock([("para", blocks.CharBlock())], block_counts=counts))
    assert definition["_args"][3]["blockCounts"] == {"para": {"max_num": 2}}


def test_struct_has_its_own_definition_also_in_a_subclass():
    class Special(Case):
        pass

    assert packed(Special())["_type"] == "cms.streams.DurableStructBlock"


def test_editor_script_is_loaded_after_the_one_of_wagtail():
    context = JSContext()
    context.pack(DurableStreamBlock([("case", Case())]))
    scripts = [path.partition("?")[0].rpartition("/")[2] for path in context.media._js]
    assert scripts.index("blocks.js") < scripts.index("durable.js")
    assert finders.find("streams/durable.js") is not None
