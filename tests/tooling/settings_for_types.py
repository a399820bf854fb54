"""What mypy's plugin reads: the tests' settings, with the key they will not load without."""

import os

os.environ.setdefault("SECRET_KEY", "for-a-tool-that-reads-settings-and-serves-nothing")

from marketplace.settings.test import *  # noqa: F403
