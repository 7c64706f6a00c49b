"""The report as one self-contained page: `flag FILE --format html`, and for trainers `flag replay FILE --format html`.

pool.py      pieces of HTML, each written once, put together for any day
pieces.py    what a report says, as such pieces
timeline.py  the drawing: agencies and sightings over time
rows.py      the rows of the chronology as they came to be known
page.py      everything on one page, with its policy
templates/   the words and the shape; style.css and script.js
"""
