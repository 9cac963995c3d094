"""What the pages about an organisation's people share."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from organisations.domain.employers import oversees_employer
from organisations.models import Organisation


def own_organisation(request: HttpRequest, code: str) -> Organisation:
    """An organisation whose people the reader looks after, by name; else it does not
    exist. A body above an employer reads figures, and no names."""
    found = get_object_or_404(
        Organisation.objects.coordinated_by(request.user), code=code
    )
    return _with_names(request, found)


def named_organisation(request: HttpRequest, code: str) -> Organisation:
    """The same for whoever may only look, such as an auditor."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), code=code)
    return _with_names(request, found)


def _with_names(request: HttpRequest, organisation: Organisation) -> Organisation:
    if not oversees_employer(request.user, organisation):
        raise Http404
    return organisation
