"""A figure as a text writes it: found whole in its sentence, and read as the number that it is."""

import pytest
from build import report

from vedette.languages import language
from vedette.reader.story import story_of
from vedette.resolve.quantities import counted_before, quantity

CASES = [
    ("He counts fewer than a thousand Venezuelans there.", (None, 1_000, "troops"), "a bound before an article"),
    ("More than a thousand Afghan soldiers fled.", (1_000, None, "troops"), "the other bound"),
    ("Between twenty and thirty men crossed.", (20, 30, "troops"), "two numbers in words, not their sum"),
    ("Between ten and twelve thousand Russians are camped there.", (10_000, 12_000, "troops"), "one scale for both"),
    ("Two hundred and forty-five soldiers came.", (245, 245, "troops"), "one number in many words"),
    ("Two and a half thousand soldiers came.", (2_500, 2_500, "troops"), "a half of a scale"),
    ("Half a dozen ships came.", (6, 6, "ships"), "a half before a scale"),
    ("Some 2,000 to 3,000 troops came.", (2_000, 3_000, "troops"), "figures with a range"),
]


@pytest.mark.parametrize(("text", "wanted", "why"), CASES)
def test_a_figure_is_read_as_the_number_that_it_is(text, wanted, why):
    story = story_of(report(text=text), language("en"))
    (sentence,), (found,) = story
    figure = found.figures[0]
    start, end = sentence.tokens[figure.start].start, sentence.tokens[figure.end - 1].end
    told, _ = quantity(text[start:end], counted_before(text, start))
    assert told and (told.min, told.max, told.unit.value) == wanted, why
