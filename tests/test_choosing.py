"""Choosing rules by pack, theme and name: the nearer word wins."""

from __future__ import annotations

import pytest

from engine.choosing import PACKS, THEMES, choose
from engine.errors import UsageError
from engine.library import load_library
from engine.values import replace

ANY = load_library().rules[0]


def _rule(name, theme, *packs):
    return replace(ANY, name=name, theme=theme, packs=packs)


RULES = (
    _rule("child-not-seen-n-days", "seeing", "core", "stopp"),
    _rule("gp-not-registered", "health", "core"),
    _rule("immunisations-missing", "health", "wider"),
    _rule("late-entry", "record", "audit"),
)


def _names(*words):
    return [rule.name for rule in choose(RULES, words).rules]


def test_nothing_asked_for_means_the_core():
    assert _names() == ["child-not-seen-n-days", "gp-not-registered"]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (("core",), ["child-not-seen-n-days", "gp-not-registered"]),
        (("stopp",), ["child-not-seen-n-days"]),
        (("health",), ["gp-not-registered", "immunisations-missing"]),
        (("core", "-health"), ["child-not-seen-n-days"]),
        (("health", "-core"), ["gp-not-registered", "immunisations-missing"]),
        (("core", "-health", "gp-not-registered"), ["child-not-seen-n-days", "gp-not-registered"]),
        (("core", "-gp-not-registered", "health"), ["child-not-seen-n-days", "immunisations-missing"]),
        (("all", "-audit", "late-entry"), [rule.name for rule in RULES]),
        (("-health",), ["child-not-seen-n-days"]),
        (("core", "-core"), None),
    ],
)
def test_the_nearer_word_wins_and_leaving_out_wins_a_tie(words, left):
    if left is None:
        with pytest.raises(UsageError, match="No rule is left"):
            _names(*words)
    else:
        assert _names(*words) == left


def test_the_order_of_words_does_not_matter():
    assert _names("-health", "core") == _names("core", "-health")


def test_a_pack_that_holds_no_rule_is_named_and_the_rest_runs():
    chosen = choose(RULES, ("core", "entitlements"))
    assert chosen.empty == ("entitlements",)
    assert len(chosen.rules) == 2


def test_a_pack_that_holds_no_rule_cannot_stand_alone():
    with pytest.raises(UsageError, match="No rule is left"):
        choose(RULES, ("entitlements",))


def test_words_that_name_nothing_are_said_all_at_once_with_guesses():
    with pytest.raises(UsageError) as raised:
        choose(RULES, ("cor", "helth"))
    assert "'core'" in str(raised.value)
    assert "'health'" in str(raised.value)


def test_every_shipped_rule_stands_in_known_packs_and_one_theme():
    for rule in load_library().rules:
        assert rule.packs
        assert set(rule.packs) <= set(PACKS)
        assert rule.theme in THEMES
