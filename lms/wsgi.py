"""The WSGI entry point that the production server loads, before it forks."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")
application = get_wsgi_application()

if not settings.DEBUG:
    # Only now are the apps ready.
    from lms.warm_up import warm_up

    warm_up()
