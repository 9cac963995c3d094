from django.urls import include, path

from library import views

library_patterns = [
    path("help/", views.help_near_you, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("", include((library_patterns, "library"))),
]
