"""The site's own settings, and every answer says how many queries it took."""

from marketplace.settings import *  # noqa: F403 the site that is measured is the site
from marketplace.settings import MIDDLEWARE as OF_THE_SITE

MIDDLEWARE = ["benchmarks.pages.counting.middleware", *OF_THE_SITE]
