from django.urls import path

from media.views import looks

app_name = "media"

urlpatterns = [
    path("organisation/<slug:code>/look/", looks.look, name="look"),
]
