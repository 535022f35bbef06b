"""Mechanisms of others: a Python file that declares parameters, outcomes, forms, state and rules of the week.

``declaring`` is what such a file says, ``loading`` reads it, ``making`` puts its rules into the week. How to write
one: ``docs/extending.md``.
"""
