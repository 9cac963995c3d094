"""Which documents a learner's lessons show."""

from django.db.models import TextField
from django.db.models.functions import Cast

from courses.models import EditionContent, Enrolment


def shows_document(user, document) -> bool:
    """Whether a lesson of an edition this person learns from links to a document."""
    if not user.is_authenticated:
        return False
    editions = Enrolment.objects.filter(user=user).values("edition")
    return (
        EditionContent.objects.filter(edition__in=editions)
        .annotate(text=Cast("blob__data", TextField()))
        .filter(text__contains=f"/documents/{document.pk}/")
        .exists()
    )
