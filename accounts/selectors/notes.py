"""What was written down about accounts: the newest, the pinned one, and what words find."""

from collections.abc import Sequence

from django.contrib.postgres.search import SearchVector
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import Account, AccountNote
from accounts.selectors.finding import CONFIG, prefix_query
from accounts.visibility import Viewer
from csm.foundation.registry import Hit

SHOWN = 10
TEXT_VECTOR = SearchVector("text", config=CONFIG)


def latest_notes(account: Account) -> Sequence[AccountNote]:
    """The pinned note, then the newest, and one more than is shown where there are more."""
    rows = AccountNote.objects.standing().filter(account_id=account.pk).select_related("recorded_by", "edited_by")
    return list(rows.order_by("-is_pinned", "-noted_on", "-pk")[: SHOWN + 1])


def pinned_text() -> Subquery:
    """The text of the pinned note, for a queryset of accounts."""
    rows = AccountNote.objects.standing().filter(account_id=OuterRef("pk"), is_pinned=True)
    return Subquery(rows.order_by().values("text")[:1])


def note_hits(viewer: Viewer, words: str, limit: int) -> list[Hit]:
    """What the search box shows of notes, the newest first."""
    query = prefix_query(words)
    if query is None:
        return []
    mine: QuerySet[AccountNote] = AccountNote.objects.visible_to(viewer)
    found = mine.alias(words=TEXT_VECTOR).filter(words=query, account__retracted_at__isnull=True)
    return [_hit(note) for note in found.select_related("account").order_by("-noted_on", "-pk")[:limit]]


def _hit(note: AccountNote) -> Hit:
    title = Truncator(" ".join(note.text.split())).chars(60)
    detail = _("note on %(account)s") % {"account": note.account.name}
    return Hit(title, detail, reverse("accounts:details", args=[note.account_id]) + f"#note-{note.pk}")
