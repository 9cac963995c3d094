from django.db.models import Q
from django.http import Http404
from django.urls import path
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from lms import content_admin
from media.domain.reading import may_read
from media.models import Recording, Testimony
from media.views import consent
from media.viewsets import RecordingViewSet, TestimonyViewSet
from organisations.policies import OwnedPermissionPolicy

# Before the screens below: they would make a policy of their own.
register_permission_policy(
    Recording, OwnedPermissionPolicy(Recording, is_shared=Q(live=True))
)
register_permission_policy(
    Testimony, OwnedPermissionPolicy(Testimony, is_shared=Q(live=True))
)
register_snippet(RecordingViewSet)
register_snippet(TestimonyViewSet)
for name in ("testimony_consent", "testimony_withdraw", "testimony_document"):
    content_admin.register_address(name, pk=consent.own_testimony)


@hooks.register("register_admin_urls")
def register_consent_urls():
    return [
        path(
            "testimonies/<int:pk>/consent/", consent.consent, name="testimony_consent"
        ),
        path(
            "testimonies/<int:pk>/withdraw/",
            consent.withdraw,
            name="testimony_withdraw",
        ),
        path(
            "testimonies/<int:pk>/document/",
            consent.document,
            name="testimony_document",
        ),
    ]


@hooks.register("before_serve_document")
def only_to_readers(document, request):
    """A document's number is easily guessed."""
    if not may_read(request.user, document):
        raise Http404
