"""Uploaded files, as the web server of one machine gives them out."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

# Folder -> what it may hold, by extension. Originals of images and documents are in
# none: images are shown in the sizes made from them, documents by a view that asks who
# wants to read.
SERVED = {
    "images": {
        "avif": "image/avif",
        "gif": "image/gif",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "png": "image/png",
        "webp": "image/webp",
    },
    "recordings": {
        "m4a": "audio/mp4",
        "mp3": "audio/mpeg",
        "mp4": "video/mp4",
        "ogg": "audio/ogg",
        "webm": "video/webm",
    },
    "posters": {"jpg": "image/jpeg"},
    "captions": {"vtt": "text/vtt; charset=utf-8"},
}


@require_safe
def uploads(request: HttpRequest, path: str) -> HttpResponse:
    """A file of a known kind, which no browser takes for a page or a script."""
    file = PurePosixPath(path)
    folder = file.parts[0] if file.parts else ""
    kind = SERVED.get(folder, {}).get(file.suffix.lower().removeprefix("."))
    if kind is None or ".." in file.parts:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Content-Type"] = kind
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
