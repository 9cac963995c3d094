"""What the pages share that strangers open, who know a number or an address."""

import functools
from datetime import timedelta

from django.views.decorators.cache import cache_control

from lms.ratelimit import rate_limited

PER_MINUTE = 60


def honest(name: str, *, limit: int = PER_MINUTE):
    """No search engine lists it, no cache keeps it, nobody tries numbers by thousands."""

    def decorate(view):
        limited = rate_limited(
            name,
            limit=limit,
            per=timedelta(minutes=1),
            methods=("GET", "HEAD", "POST"),
        )(view)

        @functools.wraps(view)
        @cache_control(no_store=True)
        def answered(request, *args, **kwargs):
            response = limited(request, *args, **kwargs)
            response["X-Robots-Tag"] = "noindex"
            return response

        return answered

    return decorate
