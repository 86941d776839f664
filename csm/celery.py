"""The Celery application; every app's `tasks.py` registers itself with it."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csm.settings")

app = Celery("csm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _keep_logging(**_arguments: Any) -> None:
    """Leave logging as Django's settings have it, which Celery does once anybody listens here."""
