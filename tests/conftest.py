"""What every test needs: services that answer, a cache of its own, and a number of examples for laws."""

from __future__ import annotations

import os

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

pytest_plugins = ["cms.testing.kit"]

# How many examples a law is tried on: enough to notice while working, many in CI. The laws know no database,
# so CI tries them in full once, in the run that is given none. It tries the same examples every time, as
# Hypothesis advises for CI: a change fails for what it broke and not by chance. New examples are met while
# working, and by the thousand with LAW_EXAMPLES=30000.
IS_CI = os.environ.get("CI") == "true"
IN_CI = 2_000 if "DATABASE_URL" not in os.environ else 200
EXAMPLES = int(os.environ.get("LAW_EXAMPLES", IN_CI if IS_CI else 200))

hypothesis.settings.register_profile("laws", max_examples=EXAMPLES, derandomize=IS_CI, deadline=None)

MAY_CREATE_DATABASES = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Stop with one clear message when a service that the environment names doesn't answer."""
    if hasattr(session.config, "workerinput"):
        return
    for problem in (_database_problem(), _cache_problem()):
        if problem:
            pytest.exit(problem, returncode=pytest.ExitCode.USAGE_ERROR)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Let no test see what another one left in the cache."""
    cache.clear()


def _database_problem() -> str | None:
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.postgresql":
        return None
    import psycopg  # only the tests on services install it

    where = f"PostgreSQL at {database['HOST']}:{database['PORT'] or 5432}"
    try:
        with psycopg.connect(
            host=database["HOST"],
            port=database["PORT"] or 5432,
            user=database["USER"],
            password=database["PASSWORD"],
            dbname="postgres",
            connect_timeout=5,
        ) as connection:
            may_create = connection.execute(MAY_CREATE_DATABASES).fetchone()
    except psycopg.OperationalError as error:
        return f"{where} does not answer: {error}\nStart it, or name another one in TEST_DATABASE_URL."
    if may_create != (True,):
        return (
            f"{where}: {database['USER']} may not create databases. Name another user in TEST_DATABASE_URL."
        )
    return None


def _cache_problem() -> str | None:
    if settings.CACHES["default"]["BACKEND"] != "django.core.cache.backends.redis.RedisCache":
        return None
    import redis  # only the tests on services install it

    try:
        cache.get("meridian")
    except redis.RedisError as error:
        return f"The cache does not answer: {error}\nStart it, or name another one in TEST_CACHE_URL."
    return None
