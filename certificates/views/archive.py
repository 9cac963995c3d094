"""All of one's certificates in one file."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from certificates.domain.archive import archive_of
from certificates.domain.queries import certificates_of
from certificates.models import day_of
from certificates.views.own import private
from lms.ratelimit import by_user, rate_limited


# It may print and seal some dozens of documents.
@private
@login_required
@rate_limited(
    "certificates.archive",
    limit=6,
    per=timedelta(minutes=10),
    key=by_user,
    methods=("GET", "HEAD"),
)
@require_safe
def archive(request):
    """My certificates as a ZIP, sent while it is made."""
    now = timezone.now()
    mine = certificates_of(request.user, day=day_of(now))
    name = f"relay-certificates-{day_of(now).isoformat()}.zip"
    return StreamingHttpResponse(
        archive_of(mine, language=get_language(), now=now),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
