"""What filled rubrics come to (CURRICULUM 3.8, TT5 and BU2)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from lms.errors import DomainError
from trainers.models import Rubric
from trainers.models.rubrics import HIGHEST


def keys_of(rubric: Rubric) -> list[str]:
    return [one["key"] for one in rubric.criteria]


def checked_levels(rubric: Rubric, levels: Mapping[str, int]) -> dict[str, int]:
    """A level from 0 to 4 for every criterion and for nothing else. Raises DomainError
    ("levels")."""
    keys = keys_of(rubric)
    if set(levels) != set(keys) or any(
        type(one) is not int or not 0 <= one <= HIGHEST for one in levels.values()
    ):
        raise DomainError(
            _("Choose a level for every criterion. What you chose is kept."),
            code="levels",
        )
    return {key: levels[key] for key in keys}


def meets(rubric: Rubric, levels: Mapping[str, int]) -> bool:
    """Whether no criterion is below the least, the mean is high enough, and what single
    criteria must reach is reached."""
    given = [levels[key] for key in keys_of(rubric)]
    return (
        min(given) >= rubric.lowest
        and sum(given) * 10 >= rubric.mean * len(given)
        and all(levels[key] >= least for key, least in rubric.least.items())
    )


def deviation(rubric: Rubric, levels: Mapping[str, int]) -> int:
    """The largest difference from the level agreed for the sample recording."""
    return max(abs(levels[key] - rubric.agreed[key]) for key in keys_of(rubric))


def current_rubric(programme) -> Rubric | None:
    """The newest published version; None where there is none."""
    published = Rubric.objects.filter(programme=programme, published_at__isnull=False)
    return published.order_by("-version").first()


def has_sample(programme) -> bool:
    """Whether there is a sample recording to rate by the present rubric."""
    rubric = current_rubric(programme)
    return rubric is not None and bool(rubric.agreed)
