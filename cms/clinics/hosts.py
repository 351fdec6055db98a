"""Which host names a clinic can answer on."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.conf import options

# RFC 1123, section 2.1: labels of at most 63 letters, digits and hyphens.
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOSTNAME = re.compile(rf"(?=.{{1,253}}\Z){LABEL}(\.{LABEL})*\Z")


def folded(hostname: str) -> str:
    """Return the host name as it is stored: host names have no case."""
    return hostname.strip().lower().removesuffix(".")


def host_error(hostname: str, site_id: int | None) -> Any:
    """Return what is wrong with a host name for a site, or ``None``; the port makes no difference."""
    hostname = folded(hostname)
    if not HOSTNAME.match(hostname):
        return _("This is not a host name. Give a name such as clinic.example, without a port.")
    if hostname == options.ADMIN_HOST.lower():
        return _("The admin answers on this host. Choose another one.")
    if Site.objects.filter(hostname=hostname, clinic__isnull=False).exclude(pk=site_id).exists():
        return _("Another clinic answers on this host already.")
    return None
