"""Name, rename, merge and remove tags."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.domain.tags import LONGEST, MOST, BadTag, clean_tag
from accounts.models import Tag, User
from accounts.selectors.tags import TagBook
from accounts.services.acts import act


def tags_named(actor: User | None, names: Iterable[str], group: str = "") -> list[int]:
    """The ids of tags by name, in ascending order; those that are new are made. *Raises* ValidationError."""
    wanted = dict.fromkeys(_cleaned(name) for name in names)
    if len(wanted) > MOST:
        raise ValidationError({"tags": _("At most %(most)d tags fit.") % {"most": MOST}})
    book = TagBook()
    return sorted({book.id_of(name) or _create(actor, name, group) for name in wanted})


def _cleaned(name: str) -> str:
    try:
        return clean_tag(name)
    except BadTag as error:
        words = _("“%(name)s” cannot be a tag: use 1 to %(most)d characters and no comma.")
        raise ValidationError({"tags": words % {"name": name[:60], "most": LONGEST}}) from error


def _create(actor: User | None, name: str, group: str) -> int:
    try:
        with transaction.atomic():
            return create_tag(actor, name, group).pk
    except (IntegrityError, ValidationError):
        # Somebody else made it since the book was read.
        found = TagBook().id_of(name)
        if found is None:
            raise
        return found


def create_tag(actor: User | None, name: str, group: str = "") -> Tag:
    """Add a tag. *Raises* ValidationError."""
    with act("create_tag", actor, None, _("Created the tag %(name)s") % {"name": name}, group=group) as recorder:
        return recorder.insert(Tag(name=_cleaned(name)))


def rename_tag(actor: User | None, tag: Tag, expected_version: int, name: str) -> Tag:
    """Call a tag otherwise, everywhere. *Raises* StaleEdit, ValidationError."""
    words = _("Renamed the tag %(name)s") % {"name": tag.name}
    with act("rename_tag", actor, None, words) as recorder:
        return recorder.change(tag, expected_version, name=_cleaned(name))


def merge_tag(actor: User | None, tag: Tag, into: Tag) -> None:
    """Let a tag, and those merged into it, count as another one from now on. *Raises* ValidationError."""
    if into.pk == tag.pk or into.merged_into_id is not None:
        raise ValidationError({"into": _("Choose another tag that stands by itself.")})
    words = _("Merged the tag %(name)s into %(other)s") % {"name": tag.name, "other": into.name}
    with act("merge_tag", actor, None, words) as recorder:
        for one in (tag, *Tag.objects.standing().filter(merged_into=tag)):
            recorder.change(one, merged_into=into)


def remove_tag(actor: User | None, tag: Tag) -> None:
    """Take a tag, and those merged into it, off everything."""
    with act("remove_tag", actor, None, _("Removed the tag %(name)s") % {"name": tag.name}) as recorder:
        for one in (*Tag.objects.standing().filter(merged_into=tag), tag):
            recorder.retract(one)


def with_tags(held: Iterable[int], book: TagBook, *, add: Iterable[int] = (), remove: Iterable[int] = ()) -> list[int]:
    """The tags of a row after some were added and some, with all that count as them, removed."""
    gone = {alike for pk in remove for alike in book.alike(pk)}
    return sorted((set(held) - gone) | set(add))
