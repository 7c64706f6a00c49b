"""The briefing for a meeting: two pages as Word or Markdown."""
