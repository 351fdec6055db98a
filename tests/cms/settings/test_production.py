"""The production settings in a process of their own, since settings are read once per process."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings

COMPLETE = {
    "SECRET_KEY": "n0t-a-real-one-" + "0123456789abcdef" * 4,
    "DATABASE_URL": "sqlite://:memory:",
    "CACHE_URL": "locmemcache://",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "meridian@clinics.example",
    "MERIDIAN_ADMIN_HOST": "admin.clinics.example",
    "MERIDIAN_SECRETS_KEYS": "bm90LWEtcmVhbC1vbmUtMDEyMzQ1Njc4OWFiY2RlZjA=",
    "WAGTAILADMIN_BASE_URL": "https://admin.clinics.example",
}


def run_check(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``check --deploy`` on the production settings with nothing but the given variables."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.PROJECT,
        env={
            "PATH": os.environ["PATH"],
            "MERIDIAN_VAR": str(settings.MEDIA_ROOT),
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def refusal(names: str) -> str:
    """The last line of the error that names missing variables."""
    return (
        "django.core.exceptions.ImproperlyConfigured: Meridian cannot start in production: "
        f"set {names} in the environment. deploy/README.md explains every variable."
    )


def test_production_with_all_variables_passes_the_deployment_check() -> None:
    finished = run_check(**COMPLETE)
    assert (finished.returncode, finished.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    ), finished.stderr


def test_production_without_a_secret_names_it() -> None:
    finished = run_check(**{**COMPLETE, "SECRET_KEY": ""})
    assert (finished.returncode, finished.stderr.splitlines()[-1]) == (1, refusal("SECRET_KEY"))


def test_production_without_anything_names_every_variable_at_once() -> None:
    finished = run_check()
    assert finished.stderr.splitlines()[-1] == refusal(", ".join(COMPLETE))


def test_production_with_a_short_key_fails_the_deployment_check() -> None:
    finished = run_check(**{**COMPLETE, "SECRET_KEY": "short"})
    assert (finished.returncode, "security.W009" in finished.stderr) == (1, True)


def test_production_without_keys_for_secrets_names_them() -> None:
    finished = run_check(**{**COMPLETE, "MERIDIAN_SECRETS_KEYS": ""})
    assert (finished.returncode, finished.stderr.splitlines()[-1]) == (1, refusal("MERIDIAN_SECRETS_KEYS"))


def test_production_with_a_key_for_secrets_that_is_none_fails_the_check_without_printing_it() -> None:
    finished = run_check(
        **{**COMPLETE, "MERIDIAN_SECRETS_KEYS": f"{COMPLETE['MERIDIAN_SECRETS_KEYS']},abcdefg"}
    )
    assert (finished.returncode, "meridian.E009" in finished.stderr) == (1, True)
    assert "Key number 2" in finished.stderr
    assert "abcdefg" not in finished.stderr
