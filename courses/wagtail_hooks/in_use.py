"""What is said before pages go, or move, that people are learning with."""

from wagtail import hooks

from courses.views.in_use import (
    SayingDeleteBulkAction,
    SayingMoveBulkAction,
    SayingUnpublishBulkAction,
    warn_of_learners,
)


@hooks.register("before_delete_page")
def say_who_learns_on(request, page):
    """Before a page goes: that nobody loses it, and how many people it is about."""
    if request.method == "GET":
        warn_of_learners(request, [page], goes=True)


@hooks.register("before_move_page")
def say_who_learns_on_what_moves(request, page, destination):
    """As above; the place changes with the next edition only."""
    if request.method == "GET":
        warn_of_learners(request, [page], goes=False)


# After Wagtail's own, whose place they take.
for action in (SayingDeleteBulkAction, SayingUnpublishBulkAction, SayingMoveBulkAction):
    hooks.register("register_bulk_action", action, order=10)
