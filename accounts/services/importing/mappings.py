"""What was chosen for files with certain columns: renamed, or forgotten so that they are proposed anew."""

from django.utils.translation import gettext as _

from accounts.models import ImportMapping, User
from accounts.services.acts import act


def rename_mapping(actor: User, mapping: ImportMapping, name: str) -> ImportMapping:
    """Call what was chosen by another name. *Raises* ValidationError."""
    with act("rename_mapping", actor, None, _("Renamed the mapping %(name)s") % {"name": mapping}) as recorder:
        return recorder.change(mapping, name=name.strip())


def forget_mapping(actor: User, mapping: ImportMapping) -> None:
    """Forget what was chosen: the next file with these columns is looked at as if it were the first."""
    with act("forget_mapping", actor, None, _("Forgot the mapping %(name)s") % {"name": mapping}) as recorder:
        recorder.remove(mapping)
