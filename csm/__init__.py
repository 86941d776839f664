"""The installation: settings, addresses, the Celery application and the supervisor.

It owns no customer data and no rules about it: those live in the four apps, and what these stand on in
`csm.foundation`.
"""

from csm.celery import app as celery_app

__all__ = ["celery_app"]
