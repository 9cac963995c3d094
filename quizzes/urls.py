from django.urls import path

from quizzes.views import (
    contests,
    front,
    marking,
    more_time,
    question,
    result,
    walk,
)

app_name = "quizzes"
urlpatterns = [
    path("marking/", marking.queue, name="marking"),
    path("marking/next/", marking.next_one, name="marking_next"),
    path("marking/<str:reference>/", marking.mark, name="mark"),
    path("marking/<str:reference>/take/", marking.take, name="marking_take"),
    path("quiz/more-time/", more_time.more_time, name="more_time"),
    path("quiz/<slug:code>/<uuid:key>/", front.front, name="front"),
    path("quiz/<slug:code>/<uuid:key>/start/", front.start, name="start"),
    path("attempt/<uuid:attempt>/review/", result.review, name="review"),
    path("attempt/<uuid:attempt>/submit/", result.submit, name="submit"),
    path("attempt/<uuid:attempt>/result/", result.result, name="result"),
    path("attempt/<uuid:attempt>/contest/", contests.contest, name="contest"),
    path(
        "attempt/<uuid:attempt>/contest/<int:position>/",
        contests.contest,
        name="contest_question",
    ),
    path(
        "attempt/<uuid:attempt>/contest/<uuid:contest>/withdraw/",
        contests.withdraw,
        name="withdraw",
    ),
    path("attempt/<uuid:attempt>/<int:position>/", question.question, name="question"),
    path("attempt/<uuid:attempt>/<int:position>/save/", question.save, name="save"),
    path(
        "attempt/<uuid:attempt>/<int:position>/way/<str:way>/",
        walk.walk,
        name="walk",
    ),
]
