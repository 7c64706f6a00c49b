"""Making a case safer to show: people as roles and letters, days moved, identifiers taken out. Still personal data.

words        which words are ordinary, so that they are nobody's name
labels       the words that stand in for people, places and numbers
people       who is known, and where the text names them
strangers    names that only the text tells: after titles, after "friend", two capitals in a row
identifiers  addresses, postcodes, telephone and other numbers, e-mail, places
days         written days moved by whole weeks
carried      what moving the days would change, carried in the side sheet
sidesheet    the side sheet, written anew
containers   CSV, Excel and Word files, written anew
left         what is left for a person to check
job          the whole of it
"""
