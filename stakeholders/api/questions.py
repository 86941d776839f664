"""What is worth asking about the map of an account."""

from dataclasses import dataclass
from datetime import date

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from accounts.visibility import visible_or_404
from csm.foundation.api import ApiView, operation
from csm.foundation.clock import today
from csm.foundation.typed import plain, schema_of
from stakeholders.domain.question_words import Asked
from stakeholders.domain.questions import MapQuestion
from stakeholders.selectors.constellation import words
from stakeholders.selectors.reading import Reading, read_sky


@dataclass(frozen=True)
class QuestionAnswer:
    """One question: in words, and as data."""

    words: Asked
    about: MapQuestion


@dataclass(frozen=True)
class QuestionsAnswer:
    """What is worth asking about an account today, what can change most first; never more than eight."""

    account_id: int
    as_of: date
    facts_version: int
    questions: tuple[QuestionAnswer, ...]


class QuestionsView(ApiView):
    """Questions about the map of an account you see."""

    @operation(answer=schema_of(QuestionsAnswer))
    def get(self, request: Request, account_id: str) -> Response:
        """Each says why it is asked and what its answer would change. One whose answer is recorded is gone."""
        self.refuse_unknown_parameters(frozenset())
        account = visible_or_404(Account.objects.all(), self.viewer, pk=account_id)
        return Response(plain(_answer(read_sky(account.pk, today(), words()))))


def _answer(reading: Reading) -> QuestionsAnswer:
    sky = reading.found.sky
    asked = tuple(QuestionAnswer(each.words, each.question) for each in reading.questions)
    return QuestionsAnswer(sky.account_id, sky.as_of, sky.facts_version, asked)
