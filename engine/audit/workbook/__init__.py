"""The workbook of an audit: written for auditors to fill in, and read back.

layout     sections, columns, words to choose from, and the marks by which lines are found again
manifest   what the hidden sheet says: the run, the seed, the cases and prompts, sealed by a digest
content    what goes on a case's sheet, from an opened case
writing    pages and lines: styles, lists to choose from, printing
front      the sheets that are not of a case
casesheet  the sheet of a case
book       the whole workbook, first or second
filled     a workbook that came back: what was typed where
"""
