"""The private calendar addresses of our people: make, renew, withdraw; the secret is shown once."""

import hashlib
import secrets
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from accounts.services.tokens import digest_of
from playbooks.models import TaskFeed


def make_feed(user: User) -> str:
    """A new address in place of the one there was, if any; its secret, which nobody can read again."""
    secret = secrets.token_urlsafe(32)
    now = timezone.now()
    fresh = {"digest": digest_of(secret), "made_at": now, "content_digest": "", "changed_at": now}
    TaskFeed.objects.update_or_create(user=user, defaults=fresh)
    return secret


def withdraw_feed(user: User) -> None:
    """Shut the address from now on; without one nothing happens."""
    TaskFeed.objects.filter(user=user).delete()


def note_content(feed: TaskFeed, content: bytes) -> tuple[str, datetime]:
    """What tells this calendar from what was given out before: its digest, and since when it reads so."""
    digest = hashlib.sha256(content).hexdigest()
    if feed.content_digest != digest:
        feed.content_digest, feed.changed_at = digest, timezone.now()
        TaskFeed.objects.filter(pk=feed.pk, digest=feed.digest).update(
            content_digest=digest, changed_at=feed.changed_at
        )
    return digest, feed.changed_at
