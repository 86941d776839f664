"""Which rules speak of a title: found by the words of the title, not by trying every phrase of every rule."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stakeholders.domain.titles.rules import SHORTEST_STEM, Rule, phrase_words
from stakeholders.domain.titles.words import JOINING, Words, folded


class Phrase(NamedTuple):
    """A phrase of a rule, ready to be compared."""

    rule: Rule
    text: str
    words: Words
    is_first: bool
    is_last: bool


class PhraseBook:
    """The phrases of many rules, by the first word of each.

    >>> book = PhraseBook([Rule("a", "A", ("head", "*leiter")), Rule("b", "B", ("^vice president",))])
    >>> sorted(rule.key for rule in book.found(("vice", "president", "sales")))
    ['b']
    >>> book.found(("vertriebsleiter",)) == {Rule("a", "A", ("head", "*leiter")): "*leiter"}
    True
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._whole: dict[str, list[Phrase]] = defaultdict(list)
        self._begun: dict[str, list[Phrase]] = defaultdict(list)
        self._ended: dict[str, list[Phrase]] = defaultdict(list)
        for rule in rules:
            for text in rule.phrases:
                self._keep(rule, text)

    def _keep(self, rule: Rule, text: str) -> None:
        for spelled in _spellings(text):
            words = tuple(word for word in phrase_words(spelled) if word not in JOINING)
            if not words or words[0] == "*":
                continue
            phrase = Phrase(rule, text, words, text.strip().startswith("^"), text.strip().endswith("$"))
            head = words[0]
            if head.startswith("*"):
                self._ended[head.strip("*")[-SHORTEST_STEM:] if not head.endswith("*") else ""].append(phrase)
            elif head.endswith("*"):
                self._begun[head[:SHORTEST_STEM]].append(phrase)
            else:
                self._whole[head].append(phrase)

    def found(self, words: Words) -> dict[Rule, str]:
        """The rules that speak of these words, each with the first of its phrases that does."""
        found: dict[Rule, str] = {}
        for place, word in enumerate(words):
            for phrase in self._begun_by(word):
                if phrase.rule not in found and _fits(phrase, words, place):
                    found[phrase.rule] = phrase.text
        return found

    def _begun_by(self, word: str) -> Iterator[Phrase]:
        yield from self._whole.get(word, ())
        yield from self._begun.get(word[:SHORTEST_STEM], ())
        yield from self._ended.get(word[-SHORTEST_STEM:], ())
        yield from self._ended.get("", ())


def _spellings(text: str) -> tuple[str, ...]:
    """A phrase with an umlaut is also written with two letters: Geschäftsführer, Geschaeftsfuehrer."""
    plain = folded(text)
    spelled = folded(text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))
    return (plain,) if plain == spelled else (plain, spelled)


def _fits(phrase: Phrase, words: Words, place: int) -> bool:
    end = place + len(phrase.words)
    if end > len(words) or (phrase.is_first and place) or (phrase.is_last and end < len(words)):
        return False
    return all(_is_like(wanted, word) for wanted, word in zip(phrase.words, words[place:end], strict=True))


def _is_like(wanted: str, word: str) -> bool:
    if "*" not in wanted:
        return wanted == word
    stem = wanted.strip("*")
    if wanted.startswith("*"):
        return stem in word if wanted.endswith("*") else word.endswith(stem)
    return word.startswith(stem)
