"""A proof as those read it who may."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from certificates.domain.proofs import type_of


def proof_response(file: FieldFile, name: str) -> FileResponse:
    """A proof, or another picture or PDF that is kept as one, as a download called `name`
    with its ending: no browser takes it for a page or a script, and none keeps it. The
    caller has let somebody read it."""
    response = FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=f"{name}.{file.name.rpartition('.')[2]}",
        content_type=type_of(file.name),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
