"""What learners think of a lesson, and what its authors do with it."""
