"""What gunicorn runs (`gunicorn escrow.sandbox.wsgi`, one process, several threads): schema first, then the workers."""

import os

# Set outright: the shell that starts us may already name the settings of the site.
os.environ["DJANGO_SETTINGS_MODULE"] = "escrow.sandbox.settings"

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from escrow.sandbox import background  # noqa: E402 -- it reads models, which need Django to be set up

call_command("migrate", verbosity=0, interactive=False)
background.start()
