"""Registers for the whole installation, in a module that no name gives away. Nothing imports it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.signals import post_save
from wagtail import hooks as anything
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.snippets import models as snippets


@snippets.register_snippet
class Note(models.Model):
    words = models.TextField()

    def __str__(self) -> str:
        return self.words


@register_setting
class Colours(BaseSiteSetting):
    words = models.TextField()


@anything.register("before_serve_page")
def fail(page: Any, *rest: Any) -> None:
    raise RuntimeError("It never works.")


def middle(get_response: Any) -> Any:
    return get_response


post_save.connect(fail)
settings.MIDDLEWARE.append(f"{__name__}.middle")
