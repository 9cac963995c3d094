"""Courses that an organisation puts before its people, who may take them or not."""
