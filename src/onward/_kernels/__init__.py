"""Compiled loops of the course engine; docs/methods/course.md has the model in formulas.

Their slow, obvious twin is tests/onward/course/slow_twin.py. Nothing is imported here: model.py is
read without the compiler, days.py brings it.
"""
