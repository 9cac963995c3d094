"""Pictures for those who draw on them in the content admin."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe
from wagtail.images.models import SourceImageIOError

from courses.exercises.hotspot import RENDITION
from media.models import MediaImage
from organisations.policies import choosable


@require_safe
def hotspot(request, pk):
    """An image that the person may choose, as learners see it in a hotspot."""
    images = choosable(request.user, MediaImage.objects.all())
    image = get_object_or_404(images, pk=pk)
    try:
        rendition = image.get_rendition(RENDITION)
    except SourceImageIOError as missing:
        raise Http404 from missing
    return redirect(rendition.url)
