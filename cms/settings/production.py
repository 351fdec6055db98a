"""The real thing. Refuses to start without its secrets; deploy/README.md explains every variable."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403 -- a settings module extends the base by design
from cms.settings.base import DATABASES, MERIDIAN, env

REQUIRED = (
    "SECRET_KEY",
    "DATABASE_URL",
    "CACHE_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "MERIDIAN_ADMIN_HOST",
    "MERIDIAN_SECRETS_KEYS",
    "WAGTAILADMIN_BASE_URL",
)

if missing := [name for name in REQUIRED if not env.str(name, "")]:
    raise ImproperlyConfigured(
        f"Meridian cannot start in production: set {', '.join(missing)} in the environment. "
        "deploy/README.md explains every variable."
    )

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
MERIDIAN["ADMIN_HOST"] = env.str("MERIDIAN_ADMIN_HOST")
WAGTAILADMIN_BASE_URL = env.str("WAGTAILADMIN_BASE_URL")
SERVE_MEDIA = False

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 20  # seconds; a mail server that hangs stops no command

# The proxy in front terminates TLS and sets this header itself, whatever a visitor sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
