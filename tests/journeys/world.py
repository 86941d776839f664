"""The world of the journeys: the cast, one of everything at Acme, and accounts whose one story every journey knows.

At Alder (and at Birch, Cedar and Elder, where journeys write) Cleo meets Bea and Ugo. Bea works with Dora, who alone
decides; so every route passes through Bea and ends at Dora. Olaf decided too until he left fifty days ago, and Pia
came twenty days ago. Everything internal that a sky can hold is recorded there.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone

from accounts.domain.list_states import ListState
from accounts.models import Account, Job, ListEdit, ListName, Role, User
from accounts.services import accounts, users
from accounts.services.saved_views import save_view
from csm.foundation.clock import today
from stakeholders.models import Stakeholder
from stakeholders.services import assessments, connections, people, roles, touchpoints
from tests.architecture.access_world import World, build
from tests.personas import PASSWORD

OLAF_LEFT = 50
PIA_JOINED = 20


@dataclass
class Story:
    """An account and its people, by first name."""

    account: Account
    people: SimpleNamespace


@dataclass
class Shared:
    """What every journey shares."""

    everything: World
    alder: Story
    birch: Story
    cedar: Story
    elder: Story
    empty: Account

    @property
    def cast(self) -> SimpleNamespace:
        return SimpleNamespace(**self.everything.cast.users)


def build_world() -> Shared:
    """Record the cast, one of everything, and the accounts of the journeys."""
    everything = build()
    cast = everything.cast
    # The product hashes with Argon2, the tests' own settings do not.
    User.objects.update(password=Argon2PasswordHasher().encode(PASSWORD, "of-the-journeys"))
    users.create_user(cast.ada, name="Abel Osei", email="abel@ours.example", role="csm")
    TOTP.activate(cast.otto, generate_totp_secret())
    RecoveryCodes.activate(cast.otto)
    alder, birch, cedar, elder = (tell(cast.cleo, cast.ada, name) for name in ("Alder", "Birch", "Cedar", "Elder"))
    for story in (alder, birch, cedar, elder):
        accounts.assign_team_member(cast.ada, story.account, cast.cleo, Job.objects.get(key="csm"), days_ago(800))
    empty = accounts.create_account(cast.ada, name="Fallow", segment=cast.acme.segment, owner=cast.cleo)
    # What belongs to one reader alone is looked at by the one who looks at every page.
    everything.ids["view_id"] = save_view(cast.ada, ListName.ACCOUNTS, ListState({}), name="Mine").pk
    everything.ids["edit_id"] = ListEdit.objects.create(
        list_name="accounts", ids=[empty.pk], state="done", made_by=cast.ada
    ).pk
    return Shared(everything, alder, birch, cedar, elder, empty)


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def tell(cleo: User, ada: User, name: str) -> Story:
    """One account with the story of this module."""
    medium = Account.objects.get(name="Acme").segment
    account = accounts.create_account(ada, name=name, segment=medium, owner=cleo)
    told = Story(account, SimpleNamespace(**_people(ada, account)))
    _connect(ada, told)
    _meet(cleo, told)
    _assess(ada, told)
    people.depart_stakeholder(ada, told.people.olaf, days_ago(OLAF_LEFT))
    return told


def _people(ada: User, account: Account) -> dict[str, Stakeholder]:
    given = {
        "bea": ("Bea Lind", "Head of Operations", "Operations", "manager", 700),
        "dora": ("Dora Vance", "Chief Financial Officer", "Finance", "executive", 700),
        "ugo": (f"Ugo {account.name}", "Analyst", "Operations", "individual", 700),
        "olaf": ("Olaf Berg", "Managing Director", "Board", "executive", 700),
        "pia": ("Pia Holm", "Purchasing Lead", "Procurement", "manager", PIA_JOINED),
    }
    return {
        key: people.add_stakeholder(
            ada, account, name=name, title=title, department=department, level=level, joined_on=days_ago(joined)
        )
        for key, (name, title, department, level, joined) in given.items()
    }


def _connect(ada: User, told: Story) -> None:
    who = told.people
    connections.connect(ada, "works_with", who.bea, who.dora, days_ago(600))
    connections.connect(ada, "reports_to", who.ugo, who.bea, days_ago(600))
    connections.connect(ada, "influences", who.bea, who.olaf, days_ago(600))
    connections.connect(ada, "opposes", who.pia, who.bea, days_ago(10))
    for someone, role in [
        (who.dora, "decision_maker"),
        (who.dora, "budget_holder"),
        (who.olaf, "executive_sponsor"),
        (who.bea, "champion"),
        (who.ugo, "user"),
    ]:
        roles.assign_role(ada, someone, Role.objects.get(key=role), days_ago(600))
    # Said by us, so it stays; that she is in procurement is assumed from her title, which assumes nothing of the kind.
    roles.assign_role(ada, who.pia, Role.objects.get(key="detractor"), days_ago(10))


def _meet(cleo: User, told: Story) -> None:
    for someone, days in [
        (told.people.bea, 10),
        (told.people.bea, 150),
        (told.people.ugo, 20),
        (told.people.olaf, 160),
    ]:
        moment = datetime.combine(days_ago(days), datetime.min.time().replace(hour=10))
        touched_at = timezone.make_aware(moment)
        touchpoints.record_touchpoint(
            cleo, told.account, kind="meeting", touched_at=touched_at, users=[cleo], stakeholders=[someone]
        )


def _assess(ada: User, told: Story) -> None:
    who = told.people
    assessments.assess(ada, who.bea, days_ago(300), influence=8, authority=6, importance=9, sentiment=2)
    assessments.assess(ada, who.dora, days_ago(300), influence=9, authority=10, importance=3, assumed=["authority"])
    assessments.assess(ada, who.pia, days_ago(10), influence=4, authority=5, importance=2, sentiment=-2)
