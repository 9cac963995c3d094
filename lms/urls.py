"""The composition root's addresses: every app's, in one place."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from interop.views.api.reading import api
from lms.views import demo_mail, errors, ops, styleguide, uploads

urlpatterns = [
    path("", include("library.urls")),
    path("", include("organisations.urls")),
    path("", include("media.urls")),
    path("", include("interop.urls")),
    path("api/v1/", api.urls),
    path("", include("tracking.urls")),
    path("", include("courses.urls")),
    path("", include("quizzes.urls")),
    path("", include("certificates.urls")),
    path("", include("trainers.urls")),
    path("account/", include("allauth.account.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("operations/", ops.operations, name="operations"),
    path(
        "operations/retry/<uuid:task_id>/",
        ops.operations_retry,
        name="operations_retry",
    ),
    path("demo/mail/", demo_mail.demo_mail, name="demo_mail"),
    path(
        "demo/mail/<str:name>/", demo_mail.demo_mail_message, name="demo_mail_message"
    ),
    path("uploads/<path:path>", uploads.uploads, name="uploads"),
    path("pages/", include(wagtail_urls)),
]

handler400 = errors.bad_request
