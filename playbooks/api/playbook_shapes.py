"""What the API takes and gives of playbooks."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from csm.foundation.fields import Flag, Input, References, Text, WholeNumber
from playbooks.domain.bundles import MOST_FILES
from playbooks.domain.enrolling import Verdict
from playbooks.models import RolloutState
from playbooks.selectors.dry_runs import startable_on
from playbooks.services.rollouts import MOST


class DefinitionShape(serializers.Serializer[Any]):
    """What a playbook says, as its YAML does; docs/playbooks.md has the format."""

    key = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    triggers = serializers.ListField(child=serializers.DictField())
    audience = serializers.CharField()
    exit = serializers.CharField()
    steps = serializers.ListField(child=serializers.DictField())


class PlaybookShape(serializers.Serializer[Any]):
    """A playbook: `version` is the number of the one in force, `on_since` when its triggers began to start plays."""

    id = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField(source="current.number", allow_null=True)
    on_since = serializers.DateTimeField(allow_null=True)
    is_archived = serializers.BooleanField()
    is_shipped = serializers.BooleanField()
    changed_at = serializers.DateTimeField()
    row_version = serializers.IntegerField()


class PlaybookDetailShape(PlaybookShape):
    """With what it says, as drafted and as published; `is_changed`: the two differ."""

    draft = DefinitionShape()
    published = DefinitionShape(allow_null=True)
    is_changed = serializers.BooleanField()


class DraftChange(Input):
    """What a playbook is to say; what stands in the fields is checked as YAML is, with the same words."""

    key = Text(required=False, allow_blank=True)
    name = Text(required=False, allow_blank=True)
    purpose = Text(required=False, allow_blank=True)
    triggers = serializers.ListField(child=serializers.DictField(), required=False)
    audience = Text(required=False, allow_blank=True)
    exit = Text(required=False, allow_blank=True)
    steps = serializers.ListField(child=serializers.DictField(), required=False)


class DraftStepShape(serializers.Serializer[Any]):
    """One step of a draft; `tag`, in quotation marks, is its `ETag`."""

    key = serializers.CharField()
    tag = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    job = serializers.CharField()
    after = serializers.CharField(help_text="start, or the key of an earlier step; empty: the step before.")
    wait = serializers.IntegerField()
    wait_for = serializers.CharField()
    when = serializers.CharField()
    due = serializers.IntegerField()
    before_renewal = serializers.IntegerField(allow_null=True)


class DraftStepChange(Input):
    """What one step of a draft is to say; checked as YAML is, with the same words."""

    title = Text(required=False, allow_blank=True)
    text = Text(required=False, allow_blank=True)
    job = Text(required=False, allow_blank=True)
    after = Text(required=False, allow_blank=True)
    wait = WholeNumber(required=False)
    wait_for = Text(required=False, allow_blank=True)
    when = Text(required=False, allow_blank=True)
    due = WholeNumber(required=False)
    before_renewal = WholeNumber(required=False, allow_null=True)


class PlaybookPublish(Input):
    """What changed, and why, for whoever reads the versions later."""

    note = Text(max_length=300, required=False, allow_blank=True)


class SwitchInput(Input):
    """Whether its triggers start plays from now on."""

    is_on = Flag()


class ArchiveInput(Input):
    """Whether it is put away."""

    is_archived = Flag()


class YamlInput(Input):
    """A playbook in YAML."""

    text = Text(trim_whitespace=False)


class FileInput(serializers.Serializer[Any]):
    """A text and the name of its file, which is said with what is wrong."""

    name = Text(max_length=300, required=False, default="", allow_blank=True)
    text = Text(trim_whitespace=False)


class FilesInput(Input):
    """Playbooks in YAML: files, or one text."""

    files = FileInput(many=True, required=False, allow_empty=False, max_length=MOST_FILES)  # type: ignore[call-arg]
    text = Text(trim_whitespace=False, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("files" in attrs) == ("text" in attrs):
            raise serializers.ValidationError({"files": _("Give either files or a text.")})
        return {"files": attrs.get("files") or [{"name": "", "text": attrs["text"]}]}


class BroughtInRow(serializers.Serializer[Any]):
    """A playbook that was brought in, or would be: `changes` counts the places in which its draft is changed."""

    id = serializers.IntegerField(allow_null=True)
    key = serializers.CharField()
    name = serializers.CharField()
    file = serializers.CharField()
    line = serializers.IntegerField()
    outcome = serializers.ChoiceField(choices=["new", "changed", "same"])
    changes = serializers.IntegerField()


class BroughtInShape(serializers.Serializer[Any]):
    """The playbooks in the order of the files."""

    results = BroughtInRow(many=True)


class VersionRow(serializers.Serializer[Any]):
    """A published version."""

    number = serializers.IntegerField()
    note = serializers.CharField()
    published_at = serializers.DateTimeField()
    published_by_id = serializers.IntegerField(allow_null=True)
    definition = DefinitionShape()


class VersionsShape(serializers.Serializer[Any]):
    """All versions, the latest first."""

    results = VersionRow(many=True)


class CandidateRow(serializers.Serializer[Any]):
    """An account on which something triggers the playbook today: what would become of it, and why it is here."""

    account_id = serializers.IntegerField()
    account = serializers.CharField()
    verdict = serializers.ChoiceField(choices=[verdict.value for verdict in Verdict])
    would_start = serializers.BooleanField()
    unknown = serializers.ListField(child=serializers.CharField(), help_text="Facts that are not known here.")
    reasons = serializers.ListField(child=serializers.CharField())


class DryRunShape(serializers.Serializer[Any]):
    """A page of a dry run; `counts` are of all accounts, by verdict."""

    on = serializers.DateField()
    counts = serializers.DictField(child=serializers.IntegerField())
    results = CandidateRow(many=True)
    next_start = serializers.IntegerField(allow_null=True)


class StartChosenInput(Input):
    """Accounts that would get a play: up to fifty are started at once, up to 20,000 in the background."""

    account_ids = References(startable_on, most=MOST, least=1, source="accounts")


class StartedRow(serializers.Serializer[Any]):
    """A play that was started."""

    id = serializers.IntegerField()
    account_id = serializers.IntegerField()


class LeftOutAccountsShape(serializers.Serializer[Any]):
    """How many accounts were left out, and the names of the first of them."""

    count = serializers.IntegerField()
    names = serializers.ListField(child=serializers.CharField())


class RolloutShape(serializers.Serializer[Any]):
    """Plays started on many accounts: `done` of `total` have been through.

    `left_out` says by reason (running, not_mine, gone) where no play was started, `kept` which could not be taken back.
    """

    id = serializers.IntegerField()
    playbook_id = serializers.IntegerField()
    version = serializers.IntegerField(source="version.number")
    state = serializers.ChoiceField(choices=RolloutState.values)
    stop_code = serializers.CharField(help_text="archived, or error where something unexpected happened.")
    total = serializers.SerializerMethodField()
    done = serializers.IntegerField()
    started = serializers.IntegerField()
    taken_back = serializers.IntegerField()
    left_out = serializers.DictField(child=LeftOutAccountsShape())
    kept = serializers.DictField()
    made_by_id = serializers.IntegerField()
    made_at = serializers.DateTimeField()
    beat_at = serializers.DateTimeField(allow_null=True)

    def get_total(self, row: Any) -> int:
        """How many accounts were chosen."""
        return 0


class StartedPlaysShape(serializers.Serializer[Any]):
    """The plays that were started; accounts that would get none are left out."""

    results = StartedRow(many=True)
