"""The everyday words of quick entry in English, German, Portuguese, Spanish and French, all folded.

>>> KINDS["met"].value, DAYS_BACK["ontem"], WEEKDAYS["freitag"]
('meeting', 1, 4)
"""

import re
from typing import Final

from stakeholders.domain.sky import TouchKind

_SAID: Final = {
    TouchKind.MEETING: (
        "met, met with, meet, meeting, meeting with, saw, visited, visit, lunch, coffee, "
        "treffen, getroffen, traf, besprechung, termin, besuch, besucht, gesprach, "
        "reuniao, reuni, encontrei, conheci, almoco, cafe, visitei, reunion, reuni con, conoci, almuerzo, visite, "
        "rencontre, ai rencontre, vu, rendez-vous, rdv, dejeuner, reunion avec"
    ),
    TouchKind.CALL: (
        "call, called, call with, phoned, phone, spoke, spoke to, spoke with, talked, talked to, talked with, rang, "
        "zoom, teams, anruf, angerufen, telefonat, telefoniert, rief, liguei, ligacao, telefonei, falei, falei com, "
        "chamada, llamada, llame, hable, hable con, appel, appele, ai appele, telephone, parle"
    ),
    TouchKind.EMAIL: (
        "email, e-mail, emailed, e-mailed, mail, mailed, wrote, wrote to, heard from, gemailt, geschrieben, schrieb, "
        "escrevi, enviei, correo, escribi, courriel, ecrit, ai ecrit"
    ),
    TouchKind.JOINT_SESSION: (
        "joint session, workshop, qbr, joint qbr, business review, innovation session, "
        "gemeinsame sitzung, oficina, sessao conjunta, taller, sesion conjunta, atelier, seance commune"
    ),
    TouchKind.TRAINING: (
        "training, trained, taught, onboarded, webinar, schulung, geschult, formacao, treinamento, treinei, "
        "formacion, capacitacion, forme, formation"
    ),
    TouchKind.EVENT: (
        "event, conference, fair, dinner, veranstaltung, messe, konferenz, evento, conferencia, feria, salon, evenement"
    ),
}
KINDS: Final[dict[str, TouchKind]] = {words.strip(): kind for kind, said in _SAID.items() for words in said.split(",")}
ONE_WAY: Final = frozenset(["unanswered", "voicemail", "unbeantwortet", "vergeblich"])
TWO_WAY: Final = frozenset(["replied", "answered", "antwortete", "geantwortet", "respondeu", "respondio", "repondu"])
JOINERS: Final = frozenset({",", "&", ";", "+", "/", "and", "und", "e", "y", "et"})
_SMALL = (
    "i we with to from the a an our us mit an der die das dem von wir ich com o os as do da dos das ao eu nos "
    "con el la los las al yo nosotros avec le les un une du j'ai j’ai nous me had have hatte habe tive tuve ai"
)
WITHOUT_MEANING: Final = frozenset(_SMALL.split())
DAYS_BACK: Final[dict[str, int]] = {
    "today": 0, "heute": 0, "hoje": 0, "hoy": 0, "aujourd'hui": 0, "aujourd’hui": 0,
    "this morning": 0, "this afternoon": 0, "just now": 0,
    "yesterday": 1, "gestern": 1, "ontem": 1, "ayer": 1, "hier": 1, "last night": 1,
    "the day before yesterday": 2, "vorgestern": 2, "anteontem": 2, "anteayer": 2, "avant-hier": 2,
    "last week": 7, "letzte woche": 7, "semana passada": 7, "la semana pasada": 7, "la semaine derniere": 7,
}  # fmt: skip
WEEKDAYS: Final[dict[str, int]] = {
    name: number
    for names, number in (
        ("monday montag segunda segunda-feira lunes lundi", 0),
        ("tuesday dienstag terca terca-feira martes mardi", 1),
        ("wednesday mittwoch quarta quarta-feira miercoles mercredi", 2),
        ("thursday donnerstag quinta quinta-feira jueves jeudi", 3),
        ("friday freitag sexta sexta-feira viernes vendredi", 4),
        ("saturday samstag sabado samedi", 5),
        ("sunday sonntag domingo dimanche", 6),
    )
    for name in names.split()
}
NUMBERS: Final[dict[str, int]] = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "um": 1, "uma": 1, "dois": 2, "duas": 2, "tres": 3,
    "un": 1, "una": 1, "dos": 2, "une": 1, "deux": 2, "trois": 3,
}  # fmt: skip

_COUNT = "|".join(["\\d{1,4}", *sorted(NUMBERS, key=len, reverse=True)])
_UNIT = "days?|weeks?|tage?n?|wochen?|dias?|semanas?|jours?|semaines?"
AGO: Final = re.compile(
    rf"\b(?:(?P<n>{_COUNT}) (?P<unit>{_UNIT}) (?:ago|atras)|"
    rf"(?:vor|ha|hace|il y a) (?P<n2>{_COUNT}) (?P<unit2>{_UNIT}))\b"
)
ABOUT: Final = re.compile(
    r"\b(?:about|regarding|concerning|re|wegen|bezuglich|bezueglich|uber|ueber|thema|sobre|acerca de|concernant|"
    r"a propos de|au sujet de)\b:?(?!-)"
)
