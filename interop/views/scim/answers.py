"""What every address for directories has in common: who asks, how it is refused, and in
which form it is answered."""

import functools
import json
from collections.abc import Callable, Mapping

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError
from scim2_models import Error, SCIMException

from interop.domain.directory.places import Directory
from interop.domain.scim.service import POLICY
from interop.enums import Scope
from interop.views.keys import Refused, token_of
from lms.errors import DomainError

CONTENT_TYPE = "application/scim+json"
# The scimType of what a rule of Relay refused, and its status.
RULES = {
    "taken": (409, "uniqueness"),
    "known": (409, "uniqueness"),
    "badge_taken": (409, "uniqueness"),
    "forbidden": (400, "invalidValue"),
    "nobody": (400, "invalidValue"),
    "no_name": (400, "invalidValue"),
    "no_manager": (400, "invalidValue"),
    "circle": (400, "invalidValue"),
}


def scim(*methods: str) -> Callable:
    """A view for directories: `view(request, directory, **kwargs)`, which answers these
    methods and no others. Whatever it raises is answered in their form."""

    def decorate(view):
        @functools.wraps(view)
        @csrf_exempt
        def answered(request: HttpRequest, **kwargs) -> HttpResponse:
            try:
                token = token_of(request, Scope.SCIM, now=timezone.now())
                if request.method not in methods:
                    return _not_allowed(methods)
                with POLICY:
                    return view(request, Directory(token), **kwargs)
            except Refused as refused:
                return _refused(refused)
            except SCIMException as error:
                return error_answer(error.to_error())
            except ValidationError as error:
                return error_answer(Error.from_validation_errors(error)[0])
            except DomainError as error:
                status, kind = RULES.get(error.code, (409, None))
                return error_answer(
                    Error(status=status, scim_type=kind, detail=str(error))
                )
            except RequestDataTooBig:
                return error_answer(
                    Error(status=413, detail="The request is too large.")
                )

        return answered

    return decorate


def answer(
    said: Mapping, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    response = HttpResponse(
        json.dumps(said), status=status, content_type=CONTENT_TYPE, headers=headers
    )
    # Names and addresses of people: in no cache on the way.
    response["Cache-Control"] = "no-store"
    return response


def error_answer(error: Error) -> HttpResponse:
    return answer(error.model_dump(), status=error.status)


def payload_of(request: HttpRequest) -> dict:
    """What a directory sent. Raises SCIMException for what is no JSON object, or holds
    signs that no text can have."""
    try:
        said = json.loads(request.body)
        plain = json.dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise _unreadable("The body is no JSON.") from error
    if not isinstance(said, dict):
        raise _unreadable("The body is no JSON object.")
    if b"\\u0000" in plain:
        raise _unreadable("The body holds signs that no text can have.")
    return said


def _unreadable(detail: str) -> SCIMException:
    error = SCIMException(detail=detail)
    error.scim_type = "invalidSyntax"
    return error


def _not_allowed(methods: tuple[str, ...]) -> HttpResponse:
    response = error_answer(Error(status=405, detail="Not with this method."))
    response["Allow"] = ", ".join(methods)
    return response


def _refused(refused: Refused) -> HttpResponse:
    response = error_answer(Error(status=refused.status, detail=refused.detail))
    if refused.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Relay"'
    if refused.wait:
        response["Retry-After"] = str(refused.wait)
    return response
