"""Files of a chronology, read into rows as a person sees them, and the dates of those rows."""
