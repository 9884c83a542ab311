"""A report cut up: its sentences and what each of them names."""

from typing import NamedTuple

from vedette import knowledge
from vedette.knowledge.names import pieces
from vedette.languages import Language
from vedette.reader.mentions import Mentions, mentions
from vedette.reader.sentences import Sentence, sentences
from vedette.vocabulary import Report


class Story(NamedTuple):
    """The sentences of a report's story, furniture left out, and what each names."""

    sentences: list[Sentence]
    found: list[Mentions]


def story_of(report: Report, words: Language) -> Story:
    """Gives a report cut up, with all that its sentences name."""
    cut_up, people = sentences(report), knowledge.people_named(pieces(report.text))
    return Story(cut_up, [mentions(sentence, words, people) for sentence in cut_up])
