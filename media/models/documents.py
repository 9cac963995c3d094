from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document

from media.models.rights import RightsMixin


class MediaDocument(RightsMixin, AbstractDocument):
    """A file that learners may download."""

    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, blank=True
    )

    admin_form_fields = (
        *Document.admin_form_fields,
        "language",
        "rights_holder",
        "licence",
        "permission_date",
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
