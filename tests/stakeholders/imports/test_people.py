"""People from files: who they are, what changes and from when, and what is left alone."""

from datetime import date

from accounts.models import Act, ExternalId, FactsVersion, ImportRun
from accounts.selectors.imports import problems_of
from accounts.services.importing import runs
from accounts.services.importing.working import work_on
from stakeholders.models import Assessment, Departure, Person, Position, RoleHolding, Stakeholder
from stakeholders.selectors.skies import sky_at
from stakeholders.services.people import add_stakeholder, depart_stakeholder
from tests.accounts.imports.conftest import Import
from tests.accounts.imports.facts import standing_facts
from tests.personas import Cast

HEADER = (
    "Account,Contact ID,E-mail,Name,Job title,Department,Seniority,Roles,Influence,Authority,Sentiment,"
    "Joined on,Left on\n"
)
ANA = "Acme,C1,Ana@Acme.example,Ana Silva,COO,Operations,C-Level,champion;Decision maker,8,9,positive,2024-02-01,\n"
BO = "Acme,,bo@acme.example,Bo Berg,Clerk,,individual,User,,,,,2026-01-15\n"
ROWS = HEADER + ANA + BO


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.failed


def problems(run: ImportRun) -> list[tuple[int, str]]:
    return [(problem.row, problem.text) for problem in problems_of(run)]


def test_people_come_with_position_roles_and_assessment(cast: Cast, bring: Import) -> None:
    assert counts(bring("people", ROWS, as_of=date(2026, 3, 1))) == (2, 0, 0, 0)
    ana = Stakeholder.objects.get(person__email="ana@acme.example")
    assert (ana.account, ana.person.name, ana.number, ana.joined_on) == (cast.acme, "Ana Silva", 0, date(2024, 2, 1))
    position = Position.objects.get(stakeholder=ana)
    assert (position.title, position.department, position.level) == ("COO", "Operations", "executive")
    assert (position.valid_from, position.valid_to) == (date(2024, 2, 1), None)
    roles = RoleHolding.objects.filter(stakeholder=ana).values_list("role__key", "valid_from", "valid_to")
    assert set(roles) == {("champion", date(2024, 2, 1), None), ("decision_maker", date(2024, 2, 1), None)}
    assessment = Assessment.objects.get(stakeholder=ana, basis="stated")
    assert (assessment.influence, assessment.authority, assessment.importance, assessment.sentiment) == (8, 9, None, 1)
    assert assessment.valid_from == date(2026, 3, 1)
    bo = Stakeholder.objects.get(person__email="bo@acme.example")
    assert (bo.number, bo.left_on, Departure.objects.get(stakeholder=bo).left_on) == (1, date(2026, 1, 15), bo.left_on)
    assert ExternalId.objects.get(source="csv", kind="person", value="C1").row_id == ana.person_id


def test_the_same_file_twice_changes_nothing(cast: Cast, bring: Import) -> None:
    bring("people", ROWS)
    before, acts, versions = standing_facts(), Act.objects.count(), list(FactsVersion.objects.order_by("pk").values())
    assert counts(bring("people", ROWS)) == (0, 0, 2, 0)
    assert counts(bring("people", ROWS, as_of=date(2030, 1, 1))) == (0, 0, 2, 0)
    assert standing_facts() == before
    assert Act.objects.count() == acts
    assert list(FactsVersion.objects.order_by("pk").values()) == versions


def test_changed_values_are_new_facts_from_the_day_of_the_file_and_blanks_erase_nothing(
    cast: Cast, bring: Import
) -> None:
    bring("people", ROWS, as_of=date(2026, 3, 1))
    changed = "Account,E-mail,Name,Job title,Department,Roles,Influence\nAcme,ana@acme.example,,CEO,,Champion;IT,10\n"
    assert counts(bring("people", changed, as_of=date(2026, 5, 1))) == (0, 1, 0, 0)
    ana = Stakeholder.objects.get(person__email="ana@acme.example")
    positions = Position.objects.standing().filter(stakeholder=ana).order_by("valid_from")
    assert [(one.title, one.department, one.level, one.valid_from, one.valid_to) for one in positions] == [
        ("COO", "Operations", "executive", date(2024, 2, 1), date(2026, 5, 1)),
        ("CEO", "Operations", "executive", date(2026, 5, 1), None),
    ]
    roles = RoleHolding.objects.standing().filter(stakeholder=ana).order_by("role__key")
    assert [(one.role.key, one.valid_from, one.valid_to) for one in roles] == [
        ("champion", date(2024, 2, 1), None),
        ("decision_maker", date(2024, 2, 1), date(2026, 5, 1)),
        ("it", date(2026, 5, 1), None),
    ]
    assessments = Assessment.objects.standing().filter(stakeholder=ana, basis="stated").order_by("valid_from")
    assert [(one.influence, one.authority, one.valid_to) for one in assessments] == [
        (8, 9, date(2026, 5, 1)),
        (10, 9, None),
    ]
    assert ana.person.name == "Ana Silva"


def test_the_sky_of_an_earlier_day_stays_as_it_was(cast: Cast, bring: Import) -> None:
    bring("people", ROWS, as_of=date(2026, 3, 1))
    before = sky_at(cast.acme.pk, date(2026, 4, 1)).stars
    bring("people", "Account,E-mail,Title,Roles\nAcme,ana@acme.example,CEO,IT\n", as_of=date(2026, 5, 1))
    assert sky_at(cast.acme.pk, date(2026, 4, 1)).stars == before
    assert sky_at(cast.acme.pk, date(2026, 5, 1)).stars != before


def test_file_of_an_earlier_day_ends_where_later_facts_begin(cast: Cast, bring: Import) -> None:
    bring("people", ROWS, as_of=date(2026, 1, 1))
    bring("people", "Account,E-mail,Title\nAcme,ana@acme.example,CEO\n", as_of=date(2026, 6, 1))
    bring("people", "Account,E-mail,Title\nAcme,ana@acme.example,CFO\n", as_of=date(2026, 4, 1))
    ana = Stakeholder.objects.get(person__email="ana@acme.example")
    titles = Position.objects.standing().filter(stakeholder=ana).order_by("valid_from").values_list("title", "valid_to")
    assert list(titles) == [("COO", date(2026, 4, 1)), ("CFO", date(2026, 6, 1)), ("CEO", None)]


def test_one_person_at_two_accounts_is_one_person(cast: Cast, bring: Import) -> None:
    text = "Account,E-mail,Name\nAcme,ana@x.example,Ana\nBolt,ANA@x.example,Ana\n"
    assert counts(bring("people", text)) == (2, 0, 0, 0)
    ana = Person.objects.get(email="ana@x.example")
    assert set(ana.stakeholders.values_list("account__name", flat=True)) == {"Acme", "Bolt"}


def test_name_alone_identifies_nobody_but_what_the_same_source_brought(cast: Cast, bring: Import) -> None:
    stranger = add_stakeholder(cast.ada, cast.acme, name="Ana Silva")
    text = "Account,Name,Title\nAcme,Ana Silva,COO\nBolt,Ana Silva,CFO\n"
    assert counts(bring("people", text)) == (2, 0, 0, 0)
    assert Person.objects.filter(name="Ana Silva").count() == 3
    assert counts(bring("people", text)) == (0, 0, 2, 0)
    assert counts(bring("people", text.replace("COO", "CEO"))) == (0, 1, 1, 0)
    assert Position.objects.get(stakeholder=stranger).title == ""


def test_sentiment_below_zero_stays_below_zero(cast: Cast, bring: Import) -> None:
    rows = [("hostile", -2), ("-2", -2), ("−1", -1), ("'-1", -1), ("0", 0), ("+2", 2), ("2", 2)]
    text = "Account,E-mail,Name,Sentiment\n"
    text += "".join(f"Acme,p{place}@x.example,P{place},{word}\n" for place, (word, _value) in enumerate(rows))
    assert bring("people", text).failed == 0
    found = Assessment.objects.order_by("stakeholder__person__email").values_list("sentiment", flat=True)
    assert list(found) == [value for _word, value in rows]


def test_departure_is_recorded_and_corrected_but_never_taken_back_by_a_blank(cast: Cast, bring: Import) -> None:
    bring("people", HEADER + ANA)
    left = "Account,E-mail,Left on\nAcme,ana@acme.example,2026-02-01\n"
    assert counts(bring("people", left)) == (0, 1, 0, 0)
    assert counts(bring("people", left)) == (0, 0, 1, 0)
    assert counts(bring("people", "Account,E-mail,Left on\nAcme,ana@acme.example,\n")) == (0, 0, 1, 0)
    assert counts(bring("people", left.replace("02-01", "02-15"))) == (0, 1, 0, 0)
    ana = Stakeholder.objects.get(person__email="ana@acme.example")
    standing = Departure.objects.filter(stakeholder=ana, retracted_at__isnull=True)
    assert [one.left_on for one in standing] == [date(2026, 2, 15)] == [ana.left_on]
    assert RoleHolding.objects.valid_at(date(2026, 3, 1)).filter(stakeholder=ana).count() == 2


def test_who_joins_again_after_leaving_has_a_second_stay(cast: Cast, bring: Import) -> None:
    ana = add_stakeholder(cast.ada, cast.acme, name="Ana", email="ana@x.example", joined_on=date(2024, 1, 1))
    depart_stakeholder(cast.ada, ana, date(2025, 1, 1))
    text = "Account,E-mail,Title,Joined\nAcme,ana@x.example,CTO,2026-01-01\n"
    assert counts(bring("people", text)) == (1, 0, 0, 0)
    assert counts(bring("people", text)) == (0, 0, 1, 0)
    stays = Stakeholder.objects.filter(person=ana.person).order_by("joined_on").values_list("joined_on", "left_on")
    assert list(stays) == [(date(2024, 1, 1), date(2025, 1, 1)), (date(2026, 1, 1), None)]


def test_id_known_under_another_mail_brings_the_new_mail(cast: Cast, bring: Import) -> None:
    bring("people", HEADER + ANA)
    assert counts(bring("people", "Account,Contact ID,E-mail\nAcme,C1,ana.silva@acme.example\n")) == (0, 1, 0, 0)
    assert Person.objects.get(name="Ana Silva").email == "ana.silva@acme.example"


def test_rows_that_cannot_be_placed_say_why_and_write_nothing(cast: Cast, bring: Import) -> None:
    bring("people", ROWS)
    before = standing_facts()
    text = (
        "Account,Contact ID,E-mail,Name,Roles,Influence,Joined on,Left on\n"
        "Nowhere,,x@x.example,X,,,,\n"
        "Acme,C1,bo@acme.example,X,,,,\n"
        "Acme,,new@x.example,,,,,\n"
        "Acme,,y@x.example,Y,Wizard,12,,\n"
        "Acme,,z@x.example,Z,,,2026-01-02,2026-01-02\n"
    )
    run = bring("people", text)
    assert counts(run) == (0, 0, 0, 5)
    assert [row for row, _text in problems(run)] == [2, 3, 4, 5, 5, 6]
    assert problems(run)[:3] == [
        (2, "There is no account “Nowhere”. Import accounts first."),
        (3, "“bo@acme.example” belongs to Bo Berg, but the row means somebody else."),
        (4, "This is needed, since nothing in the records is named so yet."),
    ]
    assert standing_facts() == before


def test_undo_brings_back_what_was(cast: Cast, bring: Import) -> None:
    bring("people", ROWS, as_of=date(2026, 3, 1))
    before = standing_facts()
    text = HEADER + ANA.replace("COO", "CEO").replace("champion", "IT").replace(",8,", ",3,").replace(
        ",\n", ",2026-05-01\n"
    )
    run = bring("people", text + "Bolt,C9,new@x.example,New,,,,User,1,2,neutral,,\n", as_of=date(2026, 4, 1))
    assert counts(run) == (1, 1, 0, 0)
    runs.begin_undoing(run, cast.ada)
    work_on(run.pk)
    run.refresh_from_db()
    assert run.state == "undone"
    assert standing_facts() == before
    assert counts(bring("people", text, as_of=date(2026, 4, 1))) == (0, 1, 0, 0)


def test_facts_versions_are_raised_once_per_chunk_and_only_where_something_changed(cast: Cast, bring: Import) -> None:
    bring("people", "Account,E-mail,Name\nAcme,a@x.example,A\nAcme,b@x.example,B\nBolt,c@x.example,C\n")
    versions = dict(FactsVersion.objects.values_list("account__name", "facts_version"))
    bring("people", "Account,E-mail,Title\nAcme,a@x.example,CTO\nAcme,b@x.example,CIO\nBolt,c@x.example,\n")
    now = dict(FactsVersion.objects.values_list("account__name", "facts_version"))
    assert now["Acme"] == versions["Acme"] + 1
    assert now["Bolt"] == versions["Bolt"]
