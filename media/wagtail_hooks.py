from django.db.models import Q
from django.http import Http404
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from media.domain.reading import may_read
from media.models import Recording
from media.viewsets import RecordingViewSet
from organisations.policies import OwnedPermissionPolicy

# Before the screens below: they would make a policy of their own.
register_permission_policy(
    Recording, OwnedPermissionPolicy(Recording, is_shared=Q(live=True))
)
register_snippet(RecordingViewSet)


@hooks.register("before_serve_document")
def only_to_readers(document, request):
    """A document's number is easily guessed."""
    if not may_read(request.user, document):
        raise Http404
