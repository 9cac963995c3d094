"""The API that programs read: who asks, and how it is refused. Mounted at /api/v1/."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from interop.enums import Scope
from interop.models import AccessToken
from interop.views.keys import Refused, token_of
from lms.errors import DomainError

WORDS = {401: "unauthorised", 403: "forbidden", 429: "too_many"}


class Key(HttpBearer):
    """A key that a coordinator made, with the scope `read`."""

    def __call__(self, request: HttpRequest) -> AccessToken:
        return token_of(request, Scope.READ, now=timezone.now())

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken:
        return self(request)


class Api(NinjaAPI):
    """One whose answers are in no cache on the way: names of people are in them."""

    def create_response(self, *args, **kwargs) -> HttpResponse:
        response = super().create_response(*args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


api = Api(
    title="Relay",
    version="1.0.0",
    description=(
        "What an employer may know of its people's training: status and dates. Read "
        "with a key that a coordinator of the organisation makes."
    ),
    urls_namespace="api",
    # A page of our own: the usual ones come from other origins.
    docs_url=None,
    auth=Key(),
)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    response = _problem(request, WORDS[refused.status], refused.detail, refused.status)
    if refused.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Relay"'
    if refused.wait:
        response["Retry-After"] = str(refused.wait)
    return response


@api.exception_handler(DomainError)
def _unknown(request: HttpRequest, error: DomainError) -> HttpResponse:
    return _problem(request, error.code, str(error), 404)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0]
    name = ".".join(str(one) for one in first["loc"][1:])
    return _problem(request, "invalid", f"{name}: {first['msg']}", 422)


def _problem(request: HttpRequest, code: str, detail: str, status: int) -> HttpResponse:
    return api.create_response(request, {"code": code, "detail": detail}, status=status)
