"""What the rules decide, in words. No rule knows these; no number is made here."""

from council.words.called import called_words, line_words
from council.words.composition import clause_sentence, quality, standing_sentence
from council.words.minutes import recusal_word, vote_said
from council.words.motion import NextStep, brief, kinds, next_steps, reason
from council.words.parts import shortfall_sentences
from council.words.popolo import motion_as_popolo
from council.words.rule import override_sentences, rule_sentences
from council.words.working import (
    Line,
    lines,
    outcome_sentence,
    outcome_word,
    seat_word,
    short_sentence,
    yes_needed,
)

__all__ = [
    "Line",
    "NextStep",
    "brief",
    "called_words",
    "clause_sentence",
    "kinds",
    "line_words",
    "lines",
    "motion_as_popolo",
    "next_steps",
    "outcome_sentence",
    "outcome_word",
    "override_sentences",
    "quality",
    "reason",
    "recusal_word",
    "rule_sentences",
    "seat_word",
    "short_sentence",
    "shortfall_sentences",
    "standing_sentence",
    "vote_said",
    "yes_needed",
]
