"""How often may this happen: counters in the shared cache.

Windows are fixed: a limit of 5 per minute means 5 within each clock minute, so
at worst 10 within any 60 seconds. With a cache per process (local memory) the
limit holds per process.
"""

import functools
import hashlib
import ipaddress
import math
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def allow(key: str, *, limit: int, per: timedelta, now: datetime) -> bool:
    """Count one use of `key` and say whether it is within `limit` uses `per` window.

    A refused use is not counted. Exact under parallel callers: every use takes a
    numbered place with the cache's atomic `add`, because `incr` is not atomic on
    Django's database cache.
    """
    places, taken = _places(key, per, now)
    timeout = math.ceil(per.total_seconds()) + 1
    for place in range(cache.get(taken, 0), limit):
        if cache.add(f"{places}:{place}", 1, timeout):
            cache.set(taken, place + 1, timeout)
            return True
    return False


def retry_after(per: timedelta, now: datetime) -> int:
    """Whole seconds until the window in which `now` lies is over, at least 1."""
    seconds = per.total_seconds()
    return max(1, math.ceil(seconds - now.timestamp() % seconds))


def client_address(request: HttpRequest) -> str:
    """The address of whoever talks to the outermost proxy we trust.

    `settings.RELAY_TRUSTED_PROXIES` is the number of proxies of ours in front of
    the web process (default 0: the X-Forwarded-For header is ignored, anyone can
    write it). Something that is no address falls back to the direct peer; empty
    where there is none (a unix socket).
    """
    peer = request.META.get("REMOTE_ADDR", "")
    proxies = getattr(settings, "RELAY_TRUSTED_PROXIES", 0)
    if not proxies:
        return peer
    header = request.META.get("HTTP_X_FORWARDED_FOR", "")
    chain = [part.strip() for part in header.split(",") if part.strip()]
    # The last proxy appended the address it saw; those further left came with
    # the request and count only as far as our own proxies wrote them.
    claimed = chain[-proxies] if len(chain) >= proxies else peer
    return claimed if _is_address(claimed) else peer


def by_address(request: HttpRequest) -> str:
    """Key of a caller without an account; an IPv6 client counts by its /64."""
    address = client_address(request)
    if not _is_address(address):
        return "nowhere"
    parsed = ipaddress.ip_address(address)
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address


def by_user(request: HttpRequest) -> str:
    """Key of the signed-in person, or of the address when nobody is."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return by_address(request)


def rate_limited(
    name: str,
    *,
    limit: int,
    per: timedelta,
    key: Callable[[HttpRequest], str] = by_address,
    methods: Collection[str] = ("POST",),
):
    """Answer 429 with Retry-After once `key` used a view `limit` times `per` window.

    Counts only requests whose method is in `methods`. `name` keeps the counters
    of different views apart; views that share a name share the limit.
    """

    def decorate(view):
        @functools.wraps(view)
        def limited(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            now = timezone.now()
            if request.method in methods and not allow(
                f"{name}:{key(request)}", limit=limit, per=per, now=now
            ):
                return too_many_requests(request, retry_after(per, now))
            return view(request, *args, **kwargs)

        return limited

    return decorate


def too_many_requests(request: HttpRequest, seconds: int) -> HttpResponse:
    """The 429 page, telling people and programs when to come back."""
    response = render(
        request,
        "429.html",
        {"seconds": seconds, "minutes": math.ceil(seconds / 60)},
        status=429,
    )
    response["Retry-After"] = str(seconds)
    return response


def _places(key: str, per: timedelta, now: datetime) -> tuple[str, str]:
    window = int(now.timestamp() // per.total_seconds())
    # Hashed: keys may hold addresses, spaces or more than a cache key may be long.
    digest = hashlib.sha256(f"{key}|{per.total_seconds()}".encode()).hexdigest()[:32]
    return f"ratelimit:{digest}:{window}", f"ratelimit:{digest}:{window}:taken"


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
