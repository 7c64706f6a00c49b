"""Free text and columns -> events. Each row is read by itself; nothing here looks at another row.

clauses      a cell cut into clauses, with offsets into the cell as written
phrases      the small language in which practitioners write wording, compiled to linear-time patterns
strictyaml   YAML as text, with the line of every mistake
vocabulary   the files under rules/vocabulary, read strictly
matcher      which entries of the vocabulary stand in a clause, and where
context      what a clause claims of them: happened, did not, planned, conditional, earlier, declined
people       who is mentioned; subjects: whom an event is about
drafts       events while they are being read, and joining those that tell one thing twice
seen         the columns "seen"; sightings: the prose; seenrows: both together, and what each visit saw
counts, instructions, otherdays, referrals    one reading each
screen       what a clause that nothing matched could hold
coder        all of it together: a row in, events and unread text out
"""

from engine.code.coder import CodedRow, Coder
from engine.code.vocabulary import Vocabulary, load_vocabulary

__all__ = ["CodedRow", "Coder", "Vocabulary", "load_vocabulary"]
