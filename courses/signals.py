"""Facts that higher apps may want to know. Sent after commit; a receiver must be
idempotent, and a sweep repairs what a lost event left."""

from django.dispatch import Signal

# kwargs: completion_id. A person completed a course for a sector in a cycle.
course_completed = Signal()

# kwargs: edition_id. An edition was released.
edition_released = Signal()

# kwargs: enrolment_id. A person enrolled in a course.
enrolment_started = Signal()

# kwargs: old_key, new_key (translation_key of the facts). A fact was replaced.
fact_replaced = Signal()

# kwargs: thing (the draft that was read), step (ReviewStep), by. Somebody approved a
# step of a review; sent within the transaction, before anything follows from it.
review_step_taken = Signal()

# kwargs: acceptance_id. A person accepted a version of a statement.
statement_accepted = Signal()
