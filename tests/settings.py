"""The settings of the tests: those of a development installation, whatever the shell says, in a place of their own.

Only `DATABASE_URL` is heeded, so that the same tests run on the embedded PostgreSQL and on a server.
"""

import os
from dataclasses import fields

from csm.environment import Environment

# The service suite alone talks to a real broker; it says so where it does.
GIVEN_REDIS_URL = os.environ.get("REDIS_URL", "")

for entry in fields(Environment):
    if entry.name != "database_url":
        os.environ.pop(entry.name.upper(), None)
os.environ["DATA_DIR"] = ".data/tests"

from csm.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False

# Messages are really sent, to a broker inside the test process that no worker reads.
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
