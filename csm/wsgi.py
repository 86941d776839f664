"""The web application as a WSGI callable."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csm.settings")

application = get_wsgi_application()

# Load every view now, once for all workers that are forked from here, and not at somebody's first click.
_ = get_resolver().url_patterns

# What is loaded by now stays until the end: a full collection that walked through it, 135 ms in the midst of somebody's
# page, would find nothing. Workers forked from here share its memory longer, too.
gc.collect()
gc.freeze()
