"""Home pages showed their pages and people by themselves; they show them as blocks now, where a marketer puts them."""

import json
from uuid import NAMESPACE_URL, uuid5

from django.db import migrations
from django.utils import translation
from django.utils.translation import gettext as _


def give_blocks(apps, schema_editor):
    home_type = apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="pages", model="clinichome"
    )
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(content_type__in=home_type)
    for home in apps.get_model("pages", "ClinicHome").objects.select_related("locale"):
        with translation.override(home.locale.language_code):
            before, after = (
                _block(home, "treated", _("What we treat")),
                _block(home, "people", _("Who treats you")),
            )
        if home.body.raw_text is None:
            home.body = json.dumps([before, *home.body.raw_data, after])
            home.save(update_fields=["body"])
        for revision in revisions.filter(object_id=str(home.pk)):
            stored = _blocks(revision.content.get("body"))
            if stored is not None:
                revision.content["body"] = json.dumps([before, *stored, after])
                revision.save(update_fields=["content"])


def _blocks(stored):
    """Return the blocks of a stored body; ``None`` if it cannot be read, and so has to stay as it is."""
    try:
        found = json.loads(stored or "[]")
    except ValueError:
        return None
    return [] if found is None else found if isinstance(found, list) else None


def _block(home, kind, heading):
    more = {"kind": "everything", "most": 24} if kind == "treated" else {}
    return {
        "type": kind,
        "value": {"heading": heading, "intro": "", **more, "policy": "open"},
        "id": str(uuid5(NAMESPACE_URL, f"meridian:{home.translation_key}:{home.pk}:{kind}")),
    }


class Migration(migrations.Migration):
    dependencies = [
        ("pages", "0002_news"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_blocks, migrations.RunPython.noop)]
