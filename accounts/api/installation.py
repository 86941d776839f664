"""The installation itself: whose it is, how far its first steps are, what its records lack; and invitations to it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import Resource
from accounts.domain.access import UserRole, administers, configures
from accounts.domain.first_steps import Step, stands
from accounts.domain.invitees import MOST, Invitee
from accounts.models import Team, User
from accounts.models.users import ROLE_LABELS
from accounts.selectors.first_steps import begun, lacking
from accounts.selectors.installation import installation
from accounts.selectors.settings import not_invited
from accounts.services.installation import describe_company
from accounts.services.users import invite_users, password_address
from csm.foundation.api import ApiView, Lists, operation
from csm.foundation.fields import Input, Reference, Text
from csm.foundation.paging import Sort


class StepShape(serializers.Serializer[Any]):
    """One of the first steps."""

    step = serializers.ChoiceField(choices=[step.value for step in Step])
    is_done = serializers.BooleanField()


class LackingShape(serializers.Serializer[Any]):
    """How many records lack something, and the page that lists them."""

    what = serializers.CharField()
    count = serializers.IntegerField()
    url = serializers.CharField()


class InstallationShape(serializers.Serializer[Any]):
    """Whose installation this is, and how far it is set up."""

    company = serializers.CharField()
    domains = serializers.ListField(child=serializers.CharField())
    steps = StepShape(many=True)
    lacking = LackingShape(many=True)
    row_version = serializers.IntegerField()


class InstallationChange(Input):
    """Our company and the web domains of its addresses; `row_version` refuses a stale change."""

    company = Text(max_length=200, allow_blank=True, required=False)
    domains = serializers.ListField(child=Text(max_length=253), max_length=100, required=False)
    row_version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class TheInstallation(ApiView):
    """The installation; operations read it, administrators change it."""

    @operation(answer=InstallationShape)
    def get(self, request: Request) -> Response:
        self.refuse_unknown_parameters(frozenset())
        _require(configures(UserRole(self.viewer.role)))
        return Response(self._shown())

    @operation(body=InstallationChange, answer=InstallationShape, is_partial=True, errors=(412,))
    def patch(self, request: Request) -> Response:
        _require(administers(UserRole(self.viewer.role)))
        said, ours = self.body(), installation()
        expected = said.pop("row_version", ours.row_version)
        describe_company(self.viewer, ours, expected, **{"company": ours.company, "domains": ours.domains, **said})
        return Response(self._shown())

    def _shown(self) -> Mapping[str, Any]:
        ours = installation()
        found = [{"step": stand.step, "is_done": stand.is_done} for stand in stands(begun(ours))]
        gaps = [
            {"what": str(one.label), "count": one.count, "url": self.request.build_absolute_uri(one.url)}
            for one in lacking(self.viewer)
        ]
        named = {"company": ours.company, "domains": ours.domains, "row_version": ours.row_version}
        return {**named, "steps": found, "lacking": gaps}


class WaitingShape(serializers.Serializer[Any]):
    """A user who cannot sign in yet."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.CharField()
    role = serializers.ChoiceField(choices=list(ROLE_LABELS.items()))
    team_id = serializers.IntegerField(allow_null=True)


class InvitedShape(WaitingShape):
    """A user who was invited; `link` sets their password, once, within three days, and is not shown again."""

    link = serializers.CharField()


class ColleagueInput(Input):
    """Somebody to invite."""

    email = serializers.EmailField(max_length=254)
    name = Text(max_length=150)


class InvitationInput(Input):
    """Colleagues and what they may do; all are invited, or none."""

    colleagues = serializers.ListField(child=ColleagueInput(), min_length=1, max_length=MOST)
    role = serializers.ChoiceField(choices=list(ROLE_LABELS.items()), default=UserRole.CSM.value)
    team_id = Reference(lambda viewer: Team.objects.all(), source="team", required=False, allow_null=True)


class InvitationsShape(serializers.Serializer[Any]):
    """Who was invited."""

    results = InvitedShape(many=True)


class Invitations(Lists, Resource):
    """Users who cannot sign in yet; only administrators see and invite them."""

    shape = WaitingShape
    sorts = {"id": Sort("id", is_nullable=False), "name": Sort("name", is_nullable=False)}
    default_sort = "name"

    def rows(self) -> Any:
        _require(administers(UserRole(self.viewer.role)))
        return User.objects.filter(pk__in=not_invited().order_by().values("pk"))

    @operation(body=InvitationInput, answer=InvitationsShape, status=201)
    def create(self, request: Request) -> Response:
        _require(administers(UserRole(self.viewer.role)))
        said = self.body()
        invitees = [Invitee(one["name"], one["email"].lower()) for one in said["colleagues"]]
        if len({invitee.email for invitee in invitees}) < len(invitees):
            raise ValidationError({"colleagues": _("An address stands here twice.")})
        made = invite_users(self.viewer, invitees, UserRole(said["role"]), said.get("team"))
        return Response({"results": [self._invited(user) for user in made]}, 201)

    def _invited(self, user: User) -> dict[str, Any]:
        known = {name: getattr(user, name) for name in ("id", "name", "email", "role", "team_id")}
        return {**known, "link": self.request.build_absolute_uri(password_address(user))}


def _require(may: bool) -> None:
    if not may:
        raise PermissionDenied
