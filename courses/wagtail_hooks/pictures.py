"""Where the editor finds the picture that areas are drawn on."""

from django.urls import path
from wagtail import hooks

from courses.views import pictures
from lms import content_admin
from lms.content_admin.objects import image_to_choose

content_admin.register_address("hotspot_picture", pk=image_to_choose)


@hooks.register("register_admin_urls")
def register_picture_urls():
    return [
        path("hotspot-pictures/<int:pk>/", pictures.hotspot, name="hotspot_picture")
    ]
