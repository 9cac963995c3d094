"""Invented cases."""

from courses.models import Vignette
from organisations.models import Organisation, Sector
from tests.factories.courses import locale


def make_vignette(owner: Organisation, **changes) -> Vignette:
    """A case in English; to be live it has to be `is_fictional=True`."""
    fields = dict.fromkeys(
        ("story", "see", "explanations", "job", "consult", "trap"), "<p>x</p>"
    )
    return Vignette.objects.create(
        owner=owner,
        **{
            "key": "case",
            "title": "A case",
            "form": "far-right",
            "sector": Sector.objects.get(pk="POL"),
            "locale": locale("en"),
        }
        | fields
        | changes,
    )
