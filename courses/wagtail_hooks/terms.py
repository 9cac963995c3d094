"""The list of words that can stigmatise."""

from django.urls import path
from wagtail import hooks

from courses.models import Term
from courses.views import terms
from courses.viewsets.terms import TermViewSet
from lms import content_admin

content_admin.register_model("courses_terms", Term)
# The view asks for the role; the list is one for everybody.
content_admin.register_address("term_withdraw", pk=lambda user, pk: True)


@hooks.register("register_admin_viewset")
def register_terms():
    return TermViewSet("courses_terms")


@hooks.register("register_admin_urls")
def register_term_urls():
    return [path("terms/<int:pk>/withdraw/", terms.withdraw, name="term_withdraw")]
