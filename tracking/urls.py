from django.urls import path

from tracking.enums import WaiverKind
from tracking.views import (
    bulk,
    coverage,
    home,
    kept_views,
    people,
    requirements,
    shown,
    suggested,
    suggestions,
)
from tracking.views.exports import asking, made, regular
from tracking.views.figures import (
    activity,
    attestation,
    benchmark,
    counts,
    rolled,
    trained,
)
from tracking.views.reminders import by_hand, reading, schedule
from tracking.views.staff import lists, one, pickup

app_name = "tracking"

ONE_ORGANISATION = "organisation/<slug:code>/"
ONE_PERSON = f"{ONE_ORGANISATION}standing/<uuid:uuid>/"
FIGURES = f"{ONE_ORGANISATION}figures/"
EXPORTS = f"{ONE_ORGANISATION}exports/"
REMINDERS = f"{ONE_ORGANISATION}reminders/"

urlpatterns = [
    path("my/", home.home, name="home"),
    path("my/announcements/<uuid:uuid>/hide/", home.hide, name="hide_announcement"),
    path(
        "my/suggestions/<uuid:uuid>/put-away/",
        suggestions.put_suggestion_away,
        name="put_suggestion_away",
    ),
    path(ONE_ORGANISATION, coverage.coverage, name="coverage"),
    path(FIGURES, rolled.figures, name="figures"),
    path(f"{FIGURES}figures.csv", rolled.figures_csv, name="figures_csv"),
    path(f"{FIGURES}count/", counts.count_figures, name="count_figures"),
    path(
        f"{FIGURES}count/<int:pk>/progress/",
        counts.count_progress,
        name="count_progress",
    ),
    path(f"{FIGURES}trained/", trained.trained, name="trained"),
    path(f"{FIGURES}trained.csv", trained.trained_csv, name="trained_csv"),
    path(f"{FIGURES}activity/", activity.activity, name="activity"),
    path(f"{FIGURES}activity.csv", activity.activity_csv, name="activity_csv"),
    path(f"{FIGURES}benchmark/", benchmark.benchmark, name="benchmark"),
    path(
        f"{ONE_ORGANISATION}attestation/", attestation.attestation, name="attestation"
    ),
    path(f"{ONE_ORGANISATION}views/", kept_views.keep_view, name="keep_view"),
    path(
        f"{ONE_ORGANISATION}views/<int:pk>/forget/",
        kept_views.forget,
        name="forget_view",
    ),
    path(
        f"{ONE_ORGANISATION}exempt/",
        bulk.waive_list,
        {"kind": WaiverKind.EXEMPTION},
        name="exempt_many",
    ),
    path(
        f"{ONE_ORGANISATION}extend/",
        bulk.waive_list,
        {"kind": WaiverKind.EXTENSION},
        name="extend_many",
    ),
    path(f"{ONE_ORGANISATION}suggest/", suggestions.suggest_list, name="suggest"),
    path(f"{ONE_ORGANISATION}suggested/", suggested.suggestions, name="suggestions"),
    path(
        f"{ONE_ORGANISATION}suggested/<uuid:act>/",
        suggested.suggestion_act,
        name="suggestion_act",
    ),
    path(EXPORTS, made.exports, name="exports"),
    path(f"{EXPORTS}new/", asking.new, name="new_export"),
    path(f"{EXPORTS}regular/", regular.new, name="new_regular_export"),
    path(
        f"{EXPORTS}regular/<int:pk>/<slug:act>/",
        regular.change,
        name="change_regular_export",
    ),
    path(f"{EXPORTS}<int:pk>/", made.one, name="export"),
    path(f"{EXPORTS}<int:pk>/progress/", made.progress, name="export_progress"),
    path(f"{EXPORTS}<int:pk>/file/", made.download, name="export_file"),
    path(ONE_PERSON, people.person, name="person"),
    path(
        f"{ONE_PERSON}<int:pk>/exempt/",
        people.give,
        {"kind": WaiverKind.EXEMPTION},
        name="exempt",
    ),
    path(
        f"{ONE_PERSON}<int:pk>/extend/",
        people.give,
        {"kind": WaiverKind.EXTENSION},
        name="extend",
    ),
    path(
        f"{ONE_PERSON}withdraw/<int:waiver>/",
        people.take_back,
        name="withdraw_waiver",
    ),
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
    path(f"{ONE_ORGANISATION}staff/", lists.staff, name="staff"),
    path(f"{ONE_ORGANISATION}staff/<int:pk>/", one.staff_list, name="staff_list"),
    path(
        f"{ONE_ORGANISATION}staff/<int:pk>/progress/",
        lists.progress,
        name="staff_progress",
    ),
    path(
        f"{ONE_ORGANISATION}staff/<int:pk>/lines.csv",
        lists.lines_csv,
        name="staff_csv",
    ),
    path("setup/pickup/", pickup.pickups, name="pickups"),
    path("setup/pickup/<slug:code>/", pickup.pickup, name="pickup"),
    path(REMINDERS, schedule.schedule, name="reminders"),
    path(f"{REMINDERS}follow/", schedule.follow, name="reminders_follow"),
    path(f"{REMINDERS}test/", schedule.test_mail, name="reminders_test"),
    path(f"{REMINDERS}preview/", reading.preview, name="reminders_preview"),
    path(f"{REMINDERS}sent/", reading.sent, name="reminders_sent"),
    path(f"{REMINDERS}unreachable/", reading.unreachable, name="reminders_unreachable"),
    path(f"{REMINDERS}now/", by_hand.by_hand, name="reminders_now"),
]
