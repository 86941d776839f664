"""The same few people in every test: one of each role, two CSMs who see different accounts, nobody's account."""

from dataclasses import dataclass
from importlib import import_module

from django.apps import apps

from accounts.domain.access import UserRole
from accounts.models import Account, AccountTeamMember, Job, Role, Segment, Team, User

PASSWORD = "a-constellation-of-people"


@dataclass
class Cast:
    """Ada administers, Otto operates, Mara manages Cleo, Cleo and Carl are CSMs, Edda is an executive.

    `acme` is Cleo's, `bolt` is Carl's; nobody is on `comet`.
    """

    ada: User
    otto: User
    mara: User
    cleo: User
    carl: User
    edda: User
    acme: Account
    bolt: Account
    comet: Account

    @property
    def users(self) -> dict[str, User]:
        return {name: getattr(self, name) for name in ("ada", "otto", "mara", "cleo", "carl", "edda")}


def user(name: str, role: UserRole, **fields: object) -> User:
    return User.objects.create_user(f"{name.lower()}@ours.example", PASSWORD, name=name, role=role, **fields)


def ensure_catalogue() -> None:
    """The default roles, jobs and segments, which a test that flushed the database took away."""
    if not Role.objects.exists():
        import_module("accounts.migrations.0002_default_catalogue").fill(apps, None)
    if not apps.get_model("stakeholders", "ChampionStep").objects.exists():
        import_module("stakeholders.migrations.0019_champion_programme").fill(apps, None)
    if not apps.get_model("health", "Scorecard").objects.exists():
        import_module("health.migrations.0003_starter_scorecard").fill(apps, None)
        import_module("health.migrations.0008_goals_and_value").fill(apps, None)
    if not apps.get_model("playbooks", "Playbook").objects.exists():
        import_module("playbooks.migrations.0002_library").fill(apps, None)
        import_module("playbooks.migrations.0007_library_offered").fill(apps, None)


def assemble() -> Cast:
    """Create the cast and their three accounts."""
    ensure_catalogue()
    ada = user("Ada", UserRole.ADMINISTRATOR)
    otto = user("Otto", UserRole.OPERATIONS)
    mara = user("Mara", UserRole.MANAGER)
    team = Team.objects.create(name="North", manager=mara)
    cleo = user("Cleo", UserRole.CSM, team=team)
    carl = user("Carl", UserRole.CSM)
    edda = user("Edda", UserRole.EXECUTIVE)
    segment = Segment.objects.get(name="Medium touch")
    acme = Account.objects.create(name="Acme", segment=segment, owner=cleo)
    bolt = Account.objects.create(name="Bolt", segment=segment)
    comet = Account.objects.create(name="Comet", segment=segment)
    job = Job.objects.get(key="csm")
    AccountTeamMember.objects.create(account=acme, user=cleo, job=job)
    AccountTeamMember.objects.create(account=bolt, user=carl, job=job)
    return Cast(ada, otto, mara, cleo, carl, edda, acme, bolt, comet)
