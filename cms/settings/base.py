"""Settings that hold everywhere. What differs comes from the environment or from dev, test and production."""

from __future__ import annotations

from pathlib import Path

import environ
from csp.constants import NONE, SELF

from cms.plugins.discovery import applications, installed_plugins
from cms.plugins.names import names_taken_by
from cms.themes.discovery import found_themes, static_folders

env = environ.Env()

PROJECT = Path(__file__).resolve().parents[2]
VAR = Path(env.str("MERIDIAN_VAR", str(PROJECT / "var")))

# One whose models cannot be imported keeps Django itself from starting, so it goes with its models.
PLUGINS_DISABLED = env.list("MERIDIAN_PLUGINS_DISABLED", default=[])

DEBUG = False
SITE_ID = None
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

# Which hosts are answered is decided by cms.locales.middleware from the clinics, with 421 for the rest.
ALLOWED_HOSTS = ["*"]

APPLICATIONS = [
    "cms.demo",
    "cms.onboarding",
    "cms.gallery",
    "cms.editions",
    "cms.library",
    "cms.pages",
    "cms.blocks",
    "cms.plugins",
    "cms.themes",
    "cms.streams",
    "cms.locales",
    "cms.clinics",
    "cms.accounts",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.embeds",
    "wagtail.documents",  # Wagtail's admin reverses its addresses on every page
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.contrib.settings",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
# The search index uses PostgreSQL's own column types.
POSTGRESQL = "django.contrib.postgres"

# No plugin has a name that keeps Django from starting, on whichever database.
NAMES_TAKEN = names_taken_by([*APPLICATIONS, POSTGRESQL])
INSTALLED_PLUGINS = installed_plugins(taken=NAMES_TAKEN)
INSTALLED_APPS = [
    *applications(one for one in INSTALLED_PLUGINS if one.name not in PLUGINS_DISABLED),
    *APPLICATIONS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.delivery.compression.TextCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.locales.middleware.RequestContextMiddleware",
    "cms.themes.middleware.ThemeTrialMiddleware",
    "cms.themes.middleware.ThemeStandInMiddleware",
    "cms.plugins.middleware.PluginResponseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.plugins.publishing.middleware.PublicationRefusedMiddleware",
    "cms.plugins.gone_pages.GonePageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "cms.themes.loaders.CachedLoader",
                    [
                        "cms.themes.loaders.ThemeLoader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR / 'meridian.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    INSTALLED_APPS.append(POSTGRESQL)

CACHES = {"default": env.cache_url("CACHE_URL", "locmemcache://meridian")}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("da", "Dansk")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [PROJECT / "cms" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = static_folders(found_themes())
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What the pages of clinics may load. cms.plugins.middleware widens it by what the plugins on a page need, and
# takes the admin out. A preview stands in a frame on the admin's host, which serves it as its own.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
# A visitor's next site learns which clinic's site they come from, and not what they read there.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

WAGTAIL_SITE_NAME = "Meridian"
WAGTAIL_I18N_ENABLED = True
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.editions.editor.reviewing.publish_reviewed"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

# A long library page posts one field for every cell of every block.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Everything to standard error, where a service manager or a container picks it up.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("MERIDIAN_LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "level": "NOTSET"}},
}

MERIDIAN = {
    "ADMIN_HOST": env.str("MERIDIAN_ADMIN_HOST", "admin.localhost"),
    "PLUGINS_DISABLED": PLUGINS_DISABLED,
    "SAFE_MODE": env.bool("MERIDIAN_SAFE_MODE", False),
    "SECRETS_KEYS": env.list("MERIDIAN_SECRETS_KEYS", default=[]),
}
