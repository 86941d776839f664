"""The extra fields, tags and the shared view of the demo portfolio, marked as its own where it made them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accounts.models import ExtraField, ListName, SavedView, Sharing, Subject, Tag, User
from stakeholders.domain.demo.drafts import AccountDraft
from stakeholders.domain.demo.extras import EXTRAS, TAGS, VIEW, ExtraDraft, values_of
from stakeholders.services.demo.marks import mark


@dataclass(frozen=True)
class Extras:
    """The keys of the extra fields that hold what the portfolio means by them, and the tags by name."""

    keys: frozenset[str]
    tags: Mapping[str, int]

    def values(self, account: AccountDraft) -> str:
        """The extra values of an account as the database writes them."""
        return json.dumps({key: value for key, value in values_of(account).items() if key in self.keys})

    def ids(self, names: Iterable[str]) -> str:
        """Tags by id as the database writes an array."""
        return "{" + ",".join(str(pk) for pk in sorted(self.tags[name] for name in names)) + "}"


def share_extras() -> Extras:
    """Make what is missing of the extra fields and tags."""
    keys = frozenset(draft.key for draft in EXTRAS if _is_there(draft))
    return Extras(keys, {name: _tag(name) for name in TAGS})


def _is_there(draft: ExtraDraft) -> bool:
    """Whether the field is one of this kind; an installation may have another under its key."""
    given = {"name": draft.name, "kind": draft.kind, "choices": list(draft.choices)}
    row, is_new = ExtraField.objects.get_or_create(subject=Subject.ACCOUNT, key=draft.key, defaults=given)
    if is_new:
        mark("extra_field", draft.key, row.pk)
    return row.kind == draft.kind


def _tag(name: str) -> int:
    held = Tag.objects.standing().filter(name__iexact=name, merged_into=None).first()
    if held is None:
        held = Tag.objects.create(name=name)
        mark("tag", name, held.pk)
    return int(held.pk)


def share_view(owner_id: int) -> None:
    """Let one of ours share a view of the accounts with everybody."""
    owner = User.objects.get(pk=owner_id)
    held = SavedView.objects.standing().filter(owner=owner, list_name=ListName.ACCOUNTS, name=VIEW.name)
    if not held.exists():
        row = SavedView.objects.create(
            owner=owner, list_name=ListName.ACCOUNTS, sharing=Sharing.EVERYBODY, **VIEW._asdict()
        )
        mark("saved_view", VIEW.name, row.pk)
