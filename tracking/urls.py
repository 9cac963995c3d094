from django.urls import path

from tracking.views import coverage, home, requirements, shown

app_name = "tracking"

ONE_ORGANISATION = "organisation/<slug:code>/"

urlpatterns = [
    path("my/", home.home, name="home"),
    path(ONE_ORGANISATION, coverage.coverage, name="coverage"),
    path(f"{ONE_ORGANISATION}people.csv", coverage.coverage_csv, name="coverage_csv"),
    path(f"{ONE_ORGANISATION}shown/", shown.shown, name="shown"),
    path(
        f"{ONE_ORGANISATION}requirements/",
        requirements.requirements,
        name="requirements",
    ),
    path(
        f"{ONE_ORGANISATION}requirements/<int:pk>/end/",
        requirements.end,
        name="end_requirement",
    ),
]
