"""What a post-test asks: the very items of the pre-test, in another order.

The same versions, so that before and after can be compared, also where a question was
changed in a minor edition since. Only the first attempt at the post-test does so; one
after it draws as any quiz does, and who skipped the pre-test meets a draw at once.
"""

from random import Random

from django.utils.translation import gettext as _

from courses.domain.editions.comparing import still_counts
from courses.exercises import kind_of
from courses.models import Enrolment
from quizzes.domain.versions import content_in, versions_of
from quizzes.enums import QuizPart
from quizzes.models import Attempt, AttemptItem, QuestionVersion

# A shuffle of two is as it was every other time.
TRIES = 12


def pre_test_for(enrolment: Enrolment, rules: dict, *, number: int) -> Attempt | None:
    """The pre-test that the attempt of this number asks again: of the first attempt at a
    post-test what its person handed in. None for any other, and for who skipped the
    pre-test or did it in an edition that is changed materially since. One query where
    there may be one."""
    key = rules.get("pre_test")
    if key is None or number != 1:
        return None
    handed_in = Attempt.objects.filter(submitted_at__isnull=False, number=1)
    found = handed_in.filter(
        enrolment=enrolment, activity_id=key, cycle=enrolment.cycle
    ).first()
    if found is None or not still_counts(
        key,
        done_in=found.edition_id,
        now_in=enrolment.edition_id,
        language=found.language,
    ):
        return None
    return found


def asked_again(
    pre: Attempt, *, rng: Random
) -> tuple[list[QuestionVersion], dict[int, list]]:
    """(the versions of a pre-test in another order, {version id: the order of its
    options then})."""
    items = AttemptItem.objects.filter(attempt=pre)
    orders = dict(items.values_list("version_id", "order"))
    versions = sorted(versions_of(orders).values(), key=lambda version: version.pk)
    counting = [version for version in versions if version.counts]
    rng.shuffle(counting)
    rest = (version for version in versions if not version.counts)
    return counting + sorted(rest, key=lambda version: version.key), orders


def order_for(
    version: QuestionVersion, language: str, rng: Random, *, before: list | None = None
) -> list:
    """The order of a question's options: another than `before`, where there is one."""
    content = content_in(version, language)
    kind = kind_of(content)
    order = kind.order(content, rng)
    for _try in range(TRIES):
        if before is None or order != before:
            break
        order = kind.order(content, rng)
    return order


def why_over(enrolment: Enrolment, rules: dict, mine: list[Attempt]) -> str:
    """Why a pre-test cannot be begun any more, in words; "" where it can, and for other
    quizzes. It is done once, and before the post-test. `mine` are the attempts at it."""
    if rules.get("part") != QuizPart.PRE:
        return ""
    if any(one.submitted_at for one in mine):
        return _("You have done this pre-test. It is done once.")
    begun = Attempt.objects.filter(
        enrolment=enrolment,
        activity_id=rules.get("post_test"),
        cycle=enrolment.cycle,
    )
    if rules.get("post_test") and begun.exists():
        return _("You have begun the post-test, so the pre-test is over.")
    return ""
