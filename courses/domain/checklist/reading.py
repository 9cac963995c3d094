"""How hard a text reads: pure functions, one formula per language.

All four are the formula of Flesch (1948), fitted to a language by others: short
sentences of short words read easily. 100 is very easy, 0 very hard; 60 to 70 is what
most people read without effort.

    English  206.835 - 1.015 W - 84.6 S   Flesch 1948
    Dutch    206.84  - 0.93  W - 77   S   Douma 1960
    German   180     - 1     W - 58.5 S   Amstad 1978
    French   207     - 1.015 W - 73.6 S   Kandel and Moles 1958

W are words per sentence, S syllables per word. Syllables are counted as groups of
vowels, which is within a few points of a dictionary for running text. Such a number
says that sentences are long, not that a text is good; so what is found are sentences.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from courses.enums import Audience

# Below this a handful of long names decides.
LEAST_WORDS = 100
# What a text has to reach: 50 is where Flesch has "difficult" begin, 60 "standard".
LIMITS = {Audience.PROFESSIONALS: 50, Audience.YOUTH: 60, Audience.PARENTS: 60}
SHOWN = 3
LONG = 8

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
NEVER = r"(?!)"
END = re.compile(r"(?<=[.!?…:;])[”’»\")]*\s+|\n+")


@dataclass(frozen=True)
class Formula:
    base: float
    per_word: float
    per_syllable: float
    # A group of vowels that is one syllable; endings that are not heard.
    vowels: re.Pattern
    silent: re.Pattern


def _formula(base, per_word, per_syllable, vowels, silent) -> Formula:
    return Formula(base, per_word, per_syllable, re.compile(vowels), re.compile(silent))


FORMULAS = {
    "en": _formula(
        206.835,
        1.015,
        84.6,
        r"[aeiouy]+",
        r"(?<=[aeiouy][^aeiouy])e(?=s?$)|(?<=[^aeioudt])e(?=d$)",
    ),
    # A diaeresis begins a syllable: ide-eën.
    "nl": _formula(206.84, 0.93, 77, r"ij|[ëïöü][aeiou]*|[aeiouyáàâéèêíîóôúû]+", NEVER),
    "de": _formula(180, 1, 58.5, r"[aeiouyäöüáàâéèê]+", NEVER),
    "fr": _formula(
        207,
        1.015,
        73.6,
        r"[aeiouyàâäéèêëîïôöùûüœæ]+",
        r"(?<=[^aeiouyàâäéèêëîïôöùûüœæ])es?$",
    ),
}


@dataclass(frozen=True)
class Level:
    """`ease` is None where a text is too short, or in no known language, to tell."""

    ease: float | None
    hardest: list[str]


def level_of(texts: Iterable[str], language: str) -> Level:
    """How easily texts read together, and their hardest sentences, the hardest first."""
    formula = FORMULAS.get(language)
    sentences = [one for text in texts for one in sentences_of(text)]
    counted = [(one, WORD.findall(one)) for one in sentences]
    counted = [(one, words) for one, words in counted if words]
    total = sum(len(words) for _one, words in counted)
    if formula is None or total < LEAST_WORDS:
        return Level(None, [])
    syllables = sum(_syllables(words, formula) for _one, words in counted)
    # A heading of one long word is nobody's problem.
    long = [pair for pair in counted if len(pair[1]) >= LONG] or counted
    hardest = sorted(
        long,
        key=lambda pair: _ease(
            formula, len(pair[1]), _syllables(pair[1], formula), sentences=1
        ),
    )
    return Level(
        _ease(formula, total, syllables, sentences=len(counted)),
        [one for one, _words in hardest[:SHOWN]],
    )


def sentences_of(text: str) -> list[str]:
    return [one.strip() for one in END.split(text) if one and one.strip()]


def syllables_of(word: str, language: str) -> int:
    return _heard(word, FORMULAS[language])


def _syllables(words: list[str], formula: Formula) -> int:
    return sum(_heard(word, formula) for word in words)


def _heard(word: str, formula: Formula) -> int:
    # At least one: every word is said.
    spoken = formula.silent.sub("", word.lower())
    return max(1, len(formula.vowels.findall(spoken)))


def _ease(formula: Formula, words: int, syllables: int, *, sentences: int) -> float:
    return (
        formula.base
        - formula.per_word * words / sentences
        - formula.per_syllable * syllables / words
    )
