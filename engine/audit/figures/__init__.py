"""Figures over all cases of an audit: `flag audit figures` and `flag audit diff`.

gathering.py  one pass over the records: every table, in its order
rules.py      per rule and theme: evaluated, raised, where it stands
times.py      how long it took: until resolved, until agencies met
agencies.py   per agency and period
referrals.py  what came of referrals, and whether a reason is recorded
seeing.py     days since each child was seen
counting.py   small numbers withheld, and what they could be worked out from
period.py     quarters and years; what lies in a period, surely or perhaps
tables.py     a table as a plain value
page.py, writing.py, text.py   the tables as a page, a workbook, CSV files and text

Nothing here names a case, a child, a file or a row, and nothing is counted for a worker or a family.
"""
