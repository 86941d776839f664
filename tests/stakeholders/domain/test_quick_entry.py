"""Quick entry, by tables: what one line says in five languages."""

from datetime import date

import pytest

from stakeholders.domain.quick_entry import Known, Mention, read_entry
from stakeholders.domain.sky import TouchKind

TODAY = date(2026, 3, 11)  # a Wednesday
THEIRS = [
    Known(1, "Ana Silva"),
    Known(2, "João Costa"),
    Known(3, "Jürgen Müller"),
    Known(4, "Ana Lopes"),
    Known(5, "Domingo Le"),
]
OURS = [Known(11, "Cleo Kern"), Known(12, "Jonas Berg")]


@pytest.mark.parametrize(
    ("line", "kind", "theirs", "subject", "days_back"),
    [
        ("met Joao about rollout yesterday", TouchKind.MEETING, [2], "rollout", 1),
        ("Met with Ana Silva and João about the Q3 rollout", TouchKind.MEETING, [1, 2], "the Q3 rollout", None),
        ("call Joao, Ana Silva re: pricing today", TouchKind.CALL, [2, 1], "pricing", 0),
        ("spoke to Ana L & joão 2 days ago", TouchKind.CALL, [4, 2], "", 2),
        ("emailed Jurgen regarding renewal on Monday", TouchKind.EMAIL, [3], "renewal", 2),
        ("workshop with Costa, Müller about data 2026-03-02", TouchKind.JOINT_SESSION, [2, 3], "data", 9),
        ("trained Jürgen 05.03.2026 about exports", TouchKind.TRAINING, [3], "exports", 6),
        ("Jürgen getroffen wegen Vertrag gestern", TouchKind.MEETING, [3], "Vertrag", 1),
        ("Anruf mit Jürgen Müller vorgestern über Preise", TouchKind.CALL, [3], "Preise", 2),
        ("habe Jürgen vor drei Tagen geschrieben", TouchKind.EMAIL, [3], "", 3),
        ("reunião com Ana Silva e João sobre implantação ontem", TouchKind.MEETING, [1, 2], "implantação", 1),
        ("liguei ao João há 2 dias sobre preço", TouchKind.CALL, [2], "preço", 2),
        ("reunión con Ana Silva y João sobre precios ayer", TouchKind.MEETING, [1, 2], "precios", 1),
        ("llamada con João hace una semana", TouchKind.CALL, [2], "", 7),
        ("rencontré João et Ana Silva hier à propos de prix", TouchKind.MEETING, [2, 1], "prix", 1),
        ("appelé Jürgen il y a deux jours", TouchKind.CALL, [3], "", 2),
        ("coffee with Domingo last Friday", TouchKind.MEETING, [5], "", 5),
        ("met João to plan pricing", TouchKind.MEETING, [2], "plan pricing", None),
        ("João", None, [2], "", None),
        ("", None, [], "", None),
    ],
)
def test_a_line_is_read(
    line: str, kind: TouchKind | None, theirs: list[int], subject: str, days_back: int | None
) -> None:
    read = read_entry(line, THEIRS, OURS, TODAY)
    assert read.kind == kind
    assert [mention.ids for mention in read.theirs] == [(one,) for one in theirs]
    assert read.subject == subject
    assert (None if read.on is None else (TODAY - read.on).days) == days_back


def test_a_name_that_fits_several_is_asked_about() -> None:
    read = read_entry("met Ana and Joao", THEIRS, OURS, TODAY)
    assert read.unclear == (Mention("Ana", (1, 4)),)


def test_nobody_by_that_name_is_asked_about() -> None:
    read = read_entry("met Bruno Dias and Joao about rollout", THEIRS, OURS, TODAY)
    assert read.theirs == (Mention("Bruno Dias", ()), Mention("João", (2,))._replace(words="Joao"))


def test_a_known_first_name_with_another_surname_is_somebody_else() -> None:
    read = read_entry("met Ana Dias and Jürgen Q3", THEIRS, OURS, TODAY)
    assert [(mention.words, mention.ids) for mention in read.theirs][:2] == [("Ana Dias", ()), ("Jürgen", (3,))]


def test_ours_are_named_too_and_theirs_win_where_both_fit() -> None:
    read = read_entry("met Joao with Jonas Berg and Cleo", THEIRS, OURS, TODAY)
    assert [mention.ids for mention in read.ours] == [(12,), (11,)]
    assert [mention.ids for mention in read.theirs] == [(2,)]


@pytest.mark.parametrize(
    ("line", "answered"),
    [("emailed Joao", None), ("emailed Joao unanswered", False), ("mail: Joao replied", True)],
)
def test_whether_they_answered(line: str, answered: bool | None) -> None:
    assert read_entry(line, THEIRS, OURS, TODAY).is_two_way is answered


@pytest.mark.parametrize("line", ["met João 2026-13-40", "met João tomorrow", "met João 2027-01-01"])
def test_a_day_that_is_none_or_lies_ahead_is_not_taken(line: str) -> None:
    assert read_entry(line, THEIRS, OURS, TODAY).on is None


def test_a_name_said_twice_is_one_person() -> None:
    read = read_entry("met Joao and João Costa", THEIRS, OURS, TODAY)
    assert [mention.ids for mention in read.theirs] == [(2,)]


def test_who_is_called_like_a_weekday_is_a_person() -> None:
    read = read_entry("met Domingo yesterday", THEIRS, OURS, TODAY)
    assert (read.theirs[0].ids, read.on) == ((5,), date(2026, 3, 10))
