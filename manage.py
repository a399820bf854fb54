#!/usr/bin/env python3
"""Django's command line. Only `migrate` connects as the role that owns the tables; `simulate` has its own settings."""

import os
import sys

from django.core.management import execute_from_command_line

OWNER_COMMANDS = frozenset({"migrate"})

SETTINGS = {"simulate": "marketplace.simulation.settings"}


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in SETTINGS:
        os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS[command]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    if command in OWNER_COMMANDS:
        os.environ.setdefault("DB_ROLE", "owner")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
