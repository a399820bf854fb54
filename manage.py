#!/usr/bin/env python3
"""Django's command line. Only `migrate` connects as the role that owns the tables."""

import os
import sys

from django.core.management import execute_from_command_line

OWNER_COMMANDS = frozenset({"migrate"})


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    if sys.argv[1:2] and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("DB_ROLE", "owner")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
