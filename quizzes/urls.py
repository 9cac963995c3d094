from django.urls import path

from quizzes.views import front, question, result

app_name = "quizzes"
urlpatterns = [
    path("quiz/<slug:code>/<uuid:key>/", front.front, name="front"),
    path("quiz/<slug:code>/<uuid:key>/start/", front.start, name="start"),
    path("attempt/<uuid:attempt>/review/", result.review, name="review"),
    path("attempt/<uuid:attempt>/submit/", result.submit, name="submit"),
    path("attempt/<uuid:attempt>/result/", result.result, name="result"),
    path("attempt/<uuid:attempt>/<int:position>/", question.question, name="question"),
    path("attempt/<uuid:attempt>/<int:position>/save/", question.save, name="save"),
]
