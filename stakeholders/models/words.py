"""The words shown for the domain's enumerations."""

from django.utils.translation import gettext_lazy as _

from stakeholders.domain.calendars.attendance import Answer
from stakeholders.domain.sky import ConnectionKind, Level, TouchKind

LEVEL_LABELS = {
    Level.EXECUTIVE: _("executive"),
    Level.VP: _("VP"),
    Level.DIRECTOR: _("director"),
    Level.MANAGER: _("manager"),
    Level.INDIVIDUAL: _("individual"),
}
CONNECTION_LABELS = {
    ConnectionKind.REPORTS_TO: _("reports to"),
    ConnectionKind.WORKS_WITH: _("works with"),
    ConnectionKind.INFLUENCES: _("influences"),
    ConnectionKind.OPPOSES: _("opposes"),
}
TOUCH_LABELS = {
    TouchKind.MEETING: _("meeting"),
    TouchKind.CALL: _("call"),
    TouchKind.EMAIL: _("e-mail"),
    TouchKind.JOINT_SESSION: _("joint session"),
    TouchKind.TRAINING: _("training"),
    TouchKind.EVENT: _("event"),
}
SENTIMENT_LABELS = {
    -2: _("hostile"),
    -1: _("critical"),
    0: _("neutral"),
    1: _("positive"),
    2: _("enthusiastic"),
}
CHANNEL_LABELS = {
    "email": _("e-mail"),
    "phone": _("phone"),
    "video": _("video call"),
    "chat": _("chat"),
    "in_person": _("in person"),
}
ANSWER_LABELS = {
    Answer.ACCEPTED: _("accepted"),
    Answer.TENTATIVE: _("tentative"),
    Answer.DECLINED: _("declined"),
    Answer.NONE: _("no answer"),
    Answer.GONE: _("no longer invited"),
}

LEVEL_CHOICES = [(level.value, label) for level, label in LEVEL_LABELS.items()]
CONNECTION_CHOICES = [(kind.value, label) for kind, label in CONNECTION_LABELS.items()]
TOUCH_CHOICES = [(kind.value, label) for kind, label in TOUCH_LABELS.items()]
SENTIMENT_CHOICES = list(SENTIMENT_LABELS.items())
ANSWER_CHOICES = [(answer.value, label) for answer, label in ANSWER_LABELS.items()]
