"""What figures and flags are called."""

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.exercises import kind_of
from lms.texts import in_a_sentence
from quizzes.domain.analysis.flags import Flag
from quizzes.models import Question, VersionAnalysis

SHORT = {
    Flag.KEY: gettext_lazy("Look at the key"),
    Flag.REVERSED: gettext_lazy("The wrong way round"),
    Flag.HARD: gettext_lazy("Hard"),
    Flag.LANGUAGE: gettext_lazy("Harder in a language"),
    Flag.WEAK: gettext_lazy("Says little"),
    Flag.BLANK: gettext_lazy("Left open"),
    Flag.SLOW: gettext_lazy("Takes long"),
    Flag.UNPICKED: gettext_lazy("Unused option"),
    Flag.EASY: gettext_lazy("Easy"),
}
# What it says in full, and what to do about it.
LONG = {
    Flag.KEY: gettext_lazy(
        "Of those who do well overall, more chose “%(option)s” than the right answer. "
        "Look at the key: is the right option marked?"
    ),
    Flag.REVERSED: gettext_lazy(
        "Those who do well overall get it wrong more often. Look at the key, and at what "
        "the wording lets them think of."
    ),
    Flag.HARD: gettext_lazy(
        "Few get it right. Is it taught in the course, and is it clear what is asked?"
    ),
    Flag.LANGUAGE: gettext_lazy(
        "Harder in %(language)s: of people who do equally well elsewhere, %(fewer)s in "
        "100 fewer get it right there. Look at the translation."
    ),
    Flag.WEAK: gettext_lazy(
        "It says little about who knows the subject: who does well overall gets it right "
        "hardly more often."
    ),
    Flag.BLANK: gettext_lazy("One in ten people or more leave it open."),
    Flag.SLOW: gettext_lazy(
        "It takes more than three times as long as the others. Is it long to read?"
    ),
    Flag.UNPICKED: gettext_lazy(
        "Nobody, or hardly anybody, chooses “%(option)s”. A better wrong answer is one "
        "that people believe."
    ),
    Flag.EASY: gettext_lazy(
        "Almost everybody gets it right. That may be as it should be, where it has to be "
        "right to pass."
    ),
}


def short(flag: dict) -> str:
    """A flag in a word or two."""
    if flag["name"] == Flag.LANGUAGE:
        return _("Harder in %(language)s") % {
            "language": in_a_sentence(flag["language"])
        }
    return str(SHORT[Flag(flag["name"])])


def long(flag: dict, row: VersionAnalysis, options: dict[str, str]) -> str:
    """A flag in a sentence; `options` are what can be chosen, by key."""
    words = {"option": options.get(flag.get("key", ""), "")}
    if flag["name"] == Flag.LANGUAGE:
        value = next(
            one["value"] for one in row.languages if one["language"] == flag["language"]
        )
        words |= {
            "language": in_a_sentence(flag["language"]),
            "fewer": number_format(round(-value * 100)),
        }
    return str(LONG[Flag(flag["name"])]) % words


def shorts(flags: list[dict]) -> list[str]:
    """Each kind of flag once, in a word or two."""
    return list(dict.fromkeys(map(short, flags)))


def named(language: str) -> str:
    return settings.RELAY_LANGUAGE_NAMES.get(language, language)


def percent(share: float | None) -> str:
    return "–" if share is None else f"{number_format(round(share * 100))} %"


def correlation(value: float | None) -> str:
    return "–" if value is None else number_format(value, 2)


def time(seconds: int | None) -> str:
    if seconds is None:
        return "–"
    if seconds < 120:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    told = ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes)
    return told % {"minutes": minutes}


def kind_name(kind: str) -> str:
    block = Question._meta.get_field("body").stream_block
    return str(block.child_blocks[kind].label)


def options_of(content: dict) -> dict[str, str]:
    """{key: text} of what can be chosen."""
    return {row["key"]: row["text"] for row in kind_of(content).pickable(content)}
