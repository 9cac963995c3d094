"""What is different between the rules of a quiz in two editions, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.registries import RuleChange
from quizzes.domain.versions import content_in, versions_of
from quizzes.models import QuestionVersion


def rule_changes(
    pairs: list[tuple[dict, dict]], language: str
) -> list[list[RuleChange]]:
    """Of each pair (rules before, rules now) what differs: the numbers, then questions
    that changed, came and were retired. One query at most for all of them."""
    versions = versions_of(
        pk for pair in pairs for rules in pair for pk in rules["versions"]
    )
    return [
        [
            *_numbers(before, now),
            *_questions(
                [versions[pk] for pk in before["versions"]],
                [versions[pk] for pk in now["versions"]],
                language,
            ),
        ]
        for before, now in pairs
    ]


def _numbers(before: dict, now: dict) -> Iterable[RuleChange]:
    labels = {
        "draw": _("questions per attempt"),
        "pass_percent": _("pass mark (%)"),
        "pause_after": _("a pause after this many attempts"),
        "pause_minutes": _("length of the pause (minutes)"),
    }
    for name, label in labels.items():
        if before[name] != now[name]:
            yield RuleChange(label, str(before[name]), str(now[name]))


def _questions(
    before: list[QuestionVersion], now: list[QuestionVersion], language: str
) -> Iterable[RuleChange]:
    held = {version.question_key: version for version in before}
    holds = {version.question_key: version for version in now}
    for key, version in holds.items():
        old = held.get(key)
        if old is None:
            yield RuleChange(_("new question"), "", _prompt(version, language))
        elif old.pk != version.pk:
            yield RuleChange(
                _("changed question"),
                _prompt(old, language),
                _prompt(version, language),
            )
    for key, version in held.items():
        if key not in holds:
            yield RuleChange(_("retired question"), _prompt(version, language), "")


def _prompt(version: QuestionVersion, language: str) -> str:
    return content_in(version, language)["prompt"]
