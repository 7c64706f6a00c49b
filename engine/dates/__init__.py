"""Days, imprecise dates and working days."""

from engine.dates.when import Day, When

__all__ = ["Day", "When"]
