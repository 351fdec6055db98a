#!/usr/bin/env python3
"""Django's command line, with the development settings unless the environment names others."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    try:
        # Imported here, so that its absence gives a readable message.
        from django.core.management import execute_from_command_line
    except ImportError as error:
        sys.exit(f"Django cannot be imported ({error}). Run `make demo` or `make setup` first.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
