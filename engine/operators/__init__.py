"""The five operators, one module each: gap, deadline, count, missing, conflict.

Each takes a rule and a scene and gives episodes: for every opening row (or child) the step function
from day to verdict. docs/operators.md defines what each outcome means in one reading of the record
and what resolves, answers and lapses it; the tests enumerate every reading to check the answers.
"""
