from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document

from media.models.rights import RightsMixin


class MediaDocument(RightsMixin, AbstractDocument):
    """A file that learners may download."""

    admin_form_fields = (
        *Document.admin_form_fields,
        "rights_holder",
        "licence",
        "permission_date",
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
