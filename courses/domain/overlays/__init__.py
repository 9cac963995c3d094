"""What organisations add to a course: local lessons in their places, optional modules
on or off. Read with the course, published on their own, never part of its meaning."""
