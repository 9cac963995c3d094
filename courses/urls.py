from django.urls import path

from courses.views import (
    course,
    editions,
    feedback,
    kept,
    player,
    practice,
    programmes,
    text,
    trying,
    walk,
)

app_name = "courses"
urlpatterns = [
    path("courses/", course.catalogue, name="catalogue"),
    path("courses/<slug:code>/", course.course, name="course"),
    path("courses/<slug:code>/enrol/", course.enrol, name="enrol"),
    path("courses/<slug:code>/again/", course.again, name="again"),
    path("courses/<slug:code>/reflections/", kept.reflections, name="reflections"),
    path("courses/<slug:code>/changes/", editions.changes, name="changes"),
    path("courses/<slug:code>/newer-edition/", editions.newer, name="newer"),
    path("courses/<slug:code>/newer-edition/stay/", editions.stay, name="stay"),
    path("courses/<slug:code>/newer-edition/undo/", editions.undo, name="undo"),
    path("courses/<slug:code>/text/", text.text_version, name="text"),
    path("courses/<slug:code>/continue/", player.resume, name="resume"),
    path("programmes/<slug:code>/", programmes.programme, name="programme"),
    path("paths/<slug:code>/", programmes.path, name="path"),
    path("paths/<slug:code>/begin/", programmes.begin_path, name="begin_path"),
    path("practice/", practice.practice, name="practice"),
    path("practice/take/", practice.take, name="take_practice"),
    path("practice/decline/", practice.decline, name="decline_practice"),
    path("practice/offers/", practice.offers, name="practice_offers"),
    path("try/<slug:code>/", trying.outline, name="try"),
    path("try/<slug:code>/<uuid:key>/", trying.lesson, name="try_lesson"),
    path(
        "try/<slug:code>/<uuid:key>/check/<str:exercise>/",
        trying.check,
        name="try_check",
    ),
    path("learn/<slug:code>/<uuid:key>/", player.play, name="play"),
    path("learn/<slug:code>/<uuid:key>/done/", player.done, name="done"),
    path("learn/<slug:code>/<uuid:key>/seen/", player.seen, name="seen"),
    path(
        "learn/<slug:code>/<uuid:key>/check/<str:exercise>/",
        player.check,
        name="check",
    ),
    path(
        "learn/<slug:code>/<uuid:key>/way/<str:exercise>/<str:way>/",
        walk.walk,
        name="walk",
    ),
    path("learn/<slug:code>/<uuid:key>/part/<str:segment>/", player.part, name="part"),
    path("learn/<slug:code>/<uuid:key>/feedback/", feedback.give, name="feedback"),
]
