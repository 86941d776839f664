"""Tell people of alerts by mail and webhook: each once, recorded before it leaves."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from smtplib import SMTPException
from typing import Any
from urllib.parse import urljoin

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Team, User
from accounts.services.acts import act
from health.domain.notices import is_quiet, period_due
from health.models import AlertEvent, Digest, NoticeChoice, Sending, TeamWebhook
from health.selectors.alert_reading import read_alerts
from health.selectors.notices import (
    DIGEST,
    Summary,
    first_digest_at,
    local_time,
    readers,
    summary_for,
    to_post,
    webhook_key,
    webhooks_on,
)

TRIES = 3
SECONDS = 10
AT_ONCE = 20
SIGNER = Signer(salt="health.unsubscribe")
REFUSED = (OSError, SMTPException, urllib.error.URLError)

logger = structlog.get_logger(__name__)


def send_digests() -> int:
    """Send the summaries that are due now; returns how many left. Without a public address nothing is sent."""
    first = first_digest_at()
    if not settings.PUBLIC_URL or (first is not None and timezone.now() < first):
        return 0
    return sum(_send_digest(user, choice) for user, choice in readers())


def send_webhooks() -> int:
    """Post to each team's webhook what opened; returns how many left."""
    if not settings.PUBLIC_URL:
        return 0
    hour = timezone.localtime(timezone=timezone.get_default_timezone()).hour
    awake = [one for one in webhooks_on() if not is_quiet(hour, one.quiet_from, one.quiet_to)]
    return sum(_post(webhook, event) for webhook in awake for event in to_post(webhook)[:AT_ONCE])


def send_once(key: str, send: Callable[[], object]) -> bool:
    """Send something under its key, unless that was begun before; what was refused may be tried thrice."""
    _row, is_new = Sending.objects.get_or_create(key=key)
    if not is_new:
        again = Sending.objects.filter(key=key, state=Sending.FAILED, tries__lt=TRIES)
        if not again.update(state=Sending.BEGUN, tries=F("tries") + 1, begun_at=timezone.now()):
            return False
    try:
        send()
    except REFUSED as error:
        Sending.objects.filter(key=key).update(state=Sending.FAILED, error=str(error)[:300])
        logger.warning("sending failed", key=key, error=str(error))
        return False
    Sending.objects.filter(key=key).update(state=Sending.SENT, sent_at=timezone.now(), error="")
    return True


def _send_digest(user: User, choice: NoticeChoice) -> bool:
    now = local_time(user)
    period = period_due(now, choice.digest, choice.hour, choice.quiet_from, choice.quiet_to)
    key = f"{DIGEST.format(user.pk)}{period}"
    if not period or Sending.objects.filter(key=key).exclude(state=Sending.FAILED).exists():
        return False
    with translation.override(user.language or settings.LANGUAGE_CODE), timezone.override(now.tzinfo):
        summary = summary_for(user, choice)
        return bool(summary.lines) and send_once(key, digest_mail(user, summary).send)


def digest_mail(user: User, summary: Summary) -> EmailMessage:
    """The mail of a summary: at most ten lines, each with its address, and one click to have no more of them."""
    count = len(summary.lines) + summary.more
    stop = absolute(reverse("health:unsubscribe", args=[SIGNER.sign(str(user.pk))]))
    context = {
        "user": user,
        "lines": [(one, absolute(one.url)) for one in summary.lines],
        "more": summary.more,
        "inbox": absolute(reverse("health:alerts")),
        "choices": absolute(reverse("health:notices")),
        "stop": stop,
    }
    return EmailMessage(
        subject=ngettext("%(count)d new alert", "%(count)d new alerts", count) % {"count": count},
        body=render_to_string("health/digest_mail.txt", context),
        to=[user.email],
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _post(webhook: TeamWebhook, event: AlertEvent) -> bool:
    [reading] = read_alerts([event.alert])
    words = f"*{plain(reading.alert.account.name)}* · {plain(reading.label)}: {plain(reading.reason)}"
    text = f"{words} <{absolute(reading.url)}|{plain(_('Open'))}>"
    return send_once(webhook_key(webhook, event), lambda: post_json(webhook.url, {"text": text}))


def plain(words: str) -> str:
    """Words in which nothing means something to Slack and its likes."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def absolute(path: str) -> str:
    return urljoin(f"{settings.PUBLIC_URL}/", path)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A webhook that leads elsewhere is not followed: what is posted goes where an administrator said."""

    def redirect_request(self, *_given: Any, **_named: Any) -> None:
        return None


def post_json(url: str, content: dict[str, Any]) -> None:
    """Post JSON, within ten seconds and without following redirects. *Raises* URLError, OSError."""
    request = urllib.request.Request(  # noqa: S310 (the model lets http and https through only)
        url, json.dumps(content).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS):
        pass


def choose_notices(user: User, **fields: Any) -> NoticeChoice:
    """Keep what somebody wants to be told by mail. *Raises* ValidationError."""
    with act("choose_notices", user, None, _("Chose what to be told")) as recorder:
        choice = NoticeChoice.objects.filter(pk=user.pk).first()
        if choice is None:
            return recorder.insert(NoticeChoice(user=user, **fields))
        return recorder.change(choice, **fields)


def user_of(signed: str) -> User | None:
    """Whose mails a signed word stops; None where it is not ours."""
    try:
        return User.objects.filter(pk=SIGNER.unsign(signed)).first()
    except BadSignature:
        return None


def unsubscribe(user: User) -> None:
    """Send somebody no more summaries; twice is once."""
    if NoticeChoice.objects.filter(pk=user.pk, digest=Digest.NEVER).exists():
        return
    choose_notices(user, digest=Digest.NEVER)


def set_webhook(actor: User, team: Team, **fields: Any) -> TeamWebhook:
    """Say where alerts of a team's accounts are posted; what opened before that is not. *Raises* ValidationError."""
    with act("set_webhook", actor, None, _("Set the webhook of %(team)s") % {"team": team.name}) as recorder:
        webhook = TeamWebhook.objects.filter(pk=team.pk).first()
        if webhook is None:
            return recorder.insert(TeamWebhook(team=team, **fields))
        if fields["is_on"] and not webhook.is_on:
            fields["on_since"] = timezone.now()
        return recorder.change(webhook, **fields)
