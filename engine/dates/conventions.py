"""What each way of writing a date is taken to mean, in one table that can be printed.

`When.rule` holds the names, joined by "+" where more than one was used ("month+circa").
"""

from __future__ import annotations

from typing import NamedTuple


class Convention(NamedTuple):
    """One convention: its name, what it covers, and an example."""

    name: str
    covers: str
    example: str


CONVENTIONS: tuple[Convention, ...] = (
    Convention("day", "that day; numbers are day, month, year, or year first as in ISO", "12/03/21 is 12 March 2021"),
    Convention("serial", "a day number of Excel, whose part after the point is the time", "44621 is 1 March 2022"),
    Convention(
        "day-from-zero", "a day counted from the case's Day 0, where its dates were removed", "Day 0 + 35, Day 35"
    ),
    Convention("month", "the whole month", "March 2021"),
    Convention("year", "the whole year", "2010"),
    Convention(
        "years",
        "from the first of the years to the end of the last",
        "2019/20 is 1 January 2019 to 31 December 2020",
    ),
    Convention(
        "month-or-years",
        "either a month or two years: both are kept",
        "2011-12 is 1 January 2011 to 31 December 2012",
    ),
    Convention("decade", "ten years", "the 1990s"),
    Convention("early-month", "day 1 to 10", "early March 2022, beginning of March 2022"),
    Convention("mid-month", "day 11 to 20", "mid-May 2021"),
    Convention("late-month", "day 21 to the last", "late March 2021, the end of March 2021"),
    Convention("part-month", "from the first third named to the last", "mid to late May 2021 is 11 to 31 May"),
    Convention("early-year", "January to April", "early 2021"),
    Convention("mid-year", "May to August", "mid 2021"),
    Convention("late-year", "September to December", "late 2021"),
    Convention("part-year", "from the first third named to the last", "mid to late 2021"),
    Convention(
        "week-of-month",
        "days 1 to 7, 8 to 14, 15 to 21, 22 to 28, or the last seven",
        "first week of March 2021",
    ),
    Convention(
        "season",
        "spring is March to May, summer June to August, autumn September to November, winter the rest",
        "Autumn 2011",
    ),
    Convention("early-season", "the first month of the season", "early autumn 2011"),
    Convention("mid-season", "the second month of the season", "mid summer 2011"),
    Convention("late-season", "the third month of the season", "late spring 2011"),
    Convention("part-season", "the months of the season named", "mid to late summer 2011"),
    Convention(
        "winter-of-year",
        "January of that year to February of the next: either winter may be meant",
        "Winter 2021",
    ),
    Convention(
        "term",
        "autumn 1 September to 31 December, spring 1 January to 15 April, summer 1 April to 31 July",
        "Summer term 2021",
    ),
    Convention(
        "feast",
        "24 to 26 December; Good Friday to Easter Monday; 31 December to 2 January",
        "Christmas 2021",
    ),
    Convention("early-years", "the first third of a run of years, in whole years", "early 1990s"),
    Convention("mid-years", "the second third of a run of years, in whole years", "mid 1990s"),
    Convention("late-years", "the last third of a run of years, in whole years", "late 1990s"),
    Convention("part-years", "from the first third named to the last", "mid to late 1990s"),
    Convention(
        "school-holiday",
        "summer 15 July to 7 September; Easter 16 days either side; Christmas 15 December to 7 January",
        "Easter holidays 2021",
    ),
    Convention("week-commencing", "seven days from the day", "w/c 14.02.2022"),
    Convention("week-ending", "seven days up to the day", "w/e 18/02/22"),
    Convention("week-of", "Monday to Sunday of the week the day is in", "week of 16/02/22"),
    Convention("range", "from the start of the first to the end of the last", "3-9 March 2012, 12/03/21 and 15/03/21"),
    Convention("one-day", "one of these days, and it is not known which", "a day from 4/3/2019 to 2/4/2019"),
    Convention(
        "before",
        "from the child's birth, or the earliest day assumed, to the day before",
        "before March 2020",
    ),
    Convention(
        "by",
        "from the child's birth, or the earliest day assumed, to that day",
        "by 12/03/21, until 12/03/21",
    ),
    Convention(
        "since",
        "from that day to the row's own date where text is read, else with no last day",
        "since 8th February 2022, March 2021 onwards",
    ),
    Convention("after", "from the day after, with the same end as since", "after 12/03/21"),
    Convention(
        "circa",
        "one unit more on either side: a day, ten days, a month, a season, a year; so does a ? beside it",
        "circa 2010 is 2009 to 2011",
    ),
    Convention(
        "nearest-year",
        "no year is written: the year that brings it nearest to the dated row it is read beside",
        "2nd March",
    ),
    Convention("year-of-range", "no year is written: that of the other end of the period", "28 Dec - 3 Jan 2022"),
    Convention(
        "weekday-differs",
        "the weekday written is not that of the date: the date is kept, and should be checked",
        "Tuesday 2 March 2022",
    ),
    Convention(
        "two-digit-year",
        "00 to 49 are 2000 to 2049, 50 to 99 are 1950 to 1999 (always applied, not named in a reading)",
        "12/03/21",
    ),
    Convention("hours-later", "whole days, rounded both ways", "48 hours later is 2 days later"),
    Convention(
        "days-later",
        "that many days; a couple is 1 to 3, a few 2 to 5, several 3 to 7; ago and earlier count back",
        "10 days later, 3/7 ago",
    ),
    Convention(
        "weeks-later",
        "give or take a day for one week, three days for more; a few weeks is 2 to 5, several 3 to 8",
        "two weeks later, 6/52 later",
    ),
    Convention(
        "months-later",
        "give or take a week for one month, 15 days for more; a few months is 2 to 5, several 3 to 8",
        "3 months ago, 2/12 ago",
    ),
    Convention("years-later", "give or take 31 days for one year, 183 days for more", "one year later"),
    Convention(
        "after-event",
        "counted from an event named only in words; taken to be the row before (in text, the date before it)",
        "a week after the home visit",
    ),
    Convention("same-day", "the day counted from", "same day, later that day"),
    Convention("next-day", "the day after", "the following day"),
    Convention("day-before", "the day before", "yesterday, the day before"),
    Convention("next-days", "1 to 7 days after", "the following days"),
    Convention("night-before", "the day before or the day itself", "last night"),
    Convention("week", "Monday to Sunday", "last week, that week, the following week"),
    Convention("rest-of-week", "from the day counted from to Sunday", "later that week"),
    Convention("start-of-week", "from Monday to the day counted from", "earlier that week"),
    Convention("calendar-month", "the whole month before, after or the same", "last month"),
    Convention("calendar-year", "the whole year before, after or the same", "next year"),
    Convention("weekend", "Saturday and Sunday of the week before, the same week or the week after", "last weekend"),
    Convention("next-weekday", "the first such weekday after the day counted from; “next” may also mean the one after",
               "following Monday"),
    Convention("night-of", "that day and the next", "night of 24th July 2020"),
    Convention("quarter", "the quarter of the calendar or of the financial year: both are kept", "Q3 2020"),
    Convention("financial-quarter", "three months of the year that begins on 1 April", "Q4 20/21"),
    Convention("financial-year", "1 April to 31 March", "FY 2019/20"),
    Convention("half-term", "the weeks in which areas keep it", "May half term 2021"),
    Convention(
        "age",
        "counted from the child's date of birth, where it is known; Day 5 is the fourth or fifth day after it",
        "aged 3 weeks, Day 5",
    ),
    Convention(
        "last-weekday",
        "the last such weekday before the day counted from, or the one before that",
        "last Tuesday",
    ),
)
"""The table, in the order in which it is printed."""


def explain(rule: str) -> tuple[Convention, ...]:
    """The conventions a `When.rule` names. Raises KeyError for a name the table does not hold."""
    named = {convention.name: convention for convention in CONVENTIONS}
    return tuple(named[name] for name in rule.split("+"))
