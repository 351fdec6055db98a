from django.apps import AppConfig


class PeerConfig(AppConfig):
    """The plain Wagtail site to compare with. It has no migrations: the benchmark makes its tables itself."""

    name = "tests.benchmarks.peer"
    label = "peer"
    default_auto_field = "django.db.models.BigAutoField"
