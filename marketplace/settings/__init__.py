"""Settings by reason: Django's own, what is promised to people, what keeps strangers out."""

from marketplace.settings.api import *  # noqa: F403 settings are read by name
from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.logs import LOGGING  # noqa: F401
from marketplace.settings.policy import *  # noqa: F403
from marketplace.settings.security import *  # noqa: F403
