"""The door itself: lets a request in, or shows nothing."""

from collections.abc import Callable

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from lms.content_admin.addresses import (
    ANY_PAGE,
    CHOOSERS,
    HARMLESS,
    LISTS,
    MANY,
    MODELS,
    OBJECTS,
    OPEN,
    PAGE_ARGUMENTS,
    SHUT,
    SIGN_IN,
    VERBS,
)
from lms.content_admin.objects import ANY, EDIT, has, may_choose, own_revision
from lms.publishing import NotPublishableError

POLICY = "; ".join(
    (
        "default-src 'self'",
        # Wagtail's admin writes both into its pages.
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "media-src 'self'",
        "frame-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)

# A browser shows a PDF with a reader of its own, within the document.
PDF_POLICY = "; ".join(
    (
        "default-src 'none'",
        "object-src 'self'",
        "img-src 'self'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)

# What the editor shows in a frame, or in a window beside it.
PREVIEWS = {
    "preview_on_add",
    "preview_on_edit",
    "preview_translation",
    "revisions_view",
    "view_draft",
    "workflow_preview",
}


def is_open(request: HttpRequest, kwargs: dict) -> bool:
    """Whether this person may come to this address of the content admin at all."""
    user, match = request.user, request.resolver_match
    name = match.view_name
    if name == "wagtailadmin_choose_page":
        # Asked for one type, it begins where all pages of that type are, whoever's.
        return request.GET.get("page_type", ANY_PAGE) in ("", ANY_PAGE)
    if name in OPEN:
        return True
    if name in MANY:
        return _may_choose_all(request, _many(name))
    if name == "wagtail_bulk_action":
        return _may_act_on_all(request, **kwargs)
    if name == "wagtailadmin_editing_sessions:ping":
        model = _model(kwargs["app_label"], kwargs["model_name"])
        return model is not None and has(user, model, kwargs["object_id"])
    if name == "wagtailadmin_editing_sessions:release":
        return True  # One's own sessions only, by the view itself.
    model, is_chooser = _model_of(match.namespace)
    if model is not None:
        return _may_use(request, model, kwargs, is_chooser=is_chooser)
    checks = OBJECTS.get(name, OBJECTS.get(f"{match.namespace}:*"))
    if checks is None or (not checks and kwargs):
        return False
    return all(
        name in HARMLESS or (name in checks and checks[name](user, value))
        for name, value in kwargs.items()
    ) and (bool(kwargs) or name in OBJECTS)


def _may_use(request, model, kwargs, *, is_chooser) -> bool:
    user, view = request.user, request.resolver_match.url_name
    if view in SHUT:
        return False
    if is_chooser:
        if view == "chosen_multiple":
            return _may_choose_all(request, model)
        return view in CHOOSERS or may_choose(user, model, kwargs.get("pk"))
    policy = policy_registry.get_by_type(model)
    if not policy.user_has_any_permission(user, ANY):
        return False
    actions = VERBS.get(view, ANY)
    return all(
        has(user, model, value, actions=actions)
        if name == "pk"
        else PAGE_ARGUMENTS.get(name, own_revision)(user, value)
        for name, value in kwargs.items()
    ) and (bool(kwargs) or view in LISTS)


def _may_choose_all(request, model) -> bool:
    given = request.GET.getlist("id")
    if issubclass(model, Page):
        return all(has(request.user, model, pk) for pk in given)
    return all(may_choose(request.user, model, pk) for pk in given)


def _may_act_on_all(request, app_label, model_name, action) -> bool:
    """Acting on many: each one named, because "all" means all of everybody's."""
    model = _model(app_label, model_name)
    given = request.GET.getlist("id")
    return (
        model is not None
        and bool(given)
        and all(has(request.user, model, pk, actions=EDIT) for pk in given)
    )


def _many(name):
    kind = MANY[name]
    if kind == "image":
        return get_image_model()
    return get_document_model() if kind == "document" else kind


def _model(app_label, model_name):
    try:
        return apps.get_model(app_label, model_name)
    except LookupError:
        return None


def _model_of(namespace: str) -> tuple[type | None, bool]:
    """The model whose screens a namespace holds, and whether they are a chooser's."""
    for prefix, is_chooser in (
        ("wagtailsnippets_", False),
        ("wagtailsnippetchoosers_", True),
    ):
        if namespace.startswith(prefix):
            app_label, _sign, name = namespace.removeprefix(prefix).rpartition("_")
            return _model(app_label, name), is_chooser
    return MODELS.get(namespace), False


def _is_preview(request) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in PREVIEWS


class ContentAdminMiddleware:
    """Keeps the door, and says with every answer what its pages may load."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(self.prefix):
            if _is_preview(request):
                # Wagtail has the site answer, which no frame may hold; this one may.
                for name in ("Content-Security-Policy", "X-Frame-Options"):
                    response.headers.pop(name, None)
            is_pdf = response.headers.get("Content-Type") == "application/pdf"
            policy = PDF_POLICY if is_pdf else POLICY
            response.headers.setdefault("Content-Security-Policy", policy)
            # The editor shows its previews in frames of its own.
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request, exception):
        """Wagtail's buttons beside the editor publish without asking; what the thing
        itself then refuses is said on the page one came from."""
        refused = isinstance(exception, ValidationError) and request.method == "POST"
        if not refused or not request.path_info.startswith(self.prefix):
            return None
        if isinstance(exception, NotPublishableError):
            reasons = [f"“{exception.instance}”: {one}" for one in exception.reasons]
        else:
            reasons = exception.messages
        for reason in reasons:
            messages.error(request, reason)
        came_from = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(
            came_from, {request.get_host()}, require_https=request.is_secure()
        )
        return redirect(came_from if is_ours else self.prefix)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.view_name in SIGN_IN:
            return redirect_to_login(
                request.GET.get("next") or resolve_url(settings.LOGIN_REDIRECT_URL)
            )
        if not request.path_info.startswith(self.prefix):
            return None
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if user.is_superuser and user.is_active:
            return None
        # Not "forbidden": nobody else learns what there is.
        if not user.has_perm("wagtailadmin.access_admin") or args:
            raise Http404
        if not is_open(request, kwargs):
            raise Http404
        return None
