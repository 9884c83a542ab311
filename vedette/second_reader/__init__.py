"""Report → Claims by a language model at an OpenAI-compatible address: another reader behind the same function.

`question` says what is asked and `answer` what of the answer is kept; both are pure. Only `line` touches the network.
"""

from datetime import UTC, datetime

from vedette.errors import Skip, Stop
from vedette.second_reader.answer import kept
from vedette.second_reader.line import Line
from vedette.second_reader.question import parts, question
from vedette.vocabulary import Claim, Done, Problem, Report

__all__ = ["Line", "SecondReader"]

PATIENCE = 3  # unusable answers in a row with no usable one before them: the model cannot do it
PROBE = "Two hundred soldiers arrived at the port of Gdynia on Monday."


class SecondReader:
    """A reader at an address, with what one run may ask of it."""

    def __init__(self, line: Line, model: str | None = None) -> None:
        self.line, self.model = line, model
        self.usable = 0
        self.unusable = 0

    def read(self, report: Report) -> Done[Claim]:
        """Gives the claims of a report whose evidence stands in it, their arguments still as mentions.

        Raises Skip for a report that cannot be asked about, Stop where the address does not answer or the budget is
        spent: the report is then as unread as before.
        """
        if report.language not in (None, "en"):
            raise Skip("language", f"{report.address}: written in {report.language!r}; only English is read so far")
        asked = parts(report)
        if len(asked) > self.line.budget:
            raise Skip(
                "budget", f"{report.address}: takes {len(asked)} calls; reader_budget allows {self.line.budget} a run"
            )
        self.line.reserve(len(asked))
        claims: dict[str, Claim] = {}
        problems: list[Problem] = []
        for part in asked:
            reply = self.line.ask(question(report, part, self.model))
            told = kept(reply, part, report)
            self._judge(told is not None)
            if told is None:
                problems.append(_unusable(report, reply))
                continue
            claims |= {claim.id: claim for claim in told.results if claim.id not in claims}
            problems += told.problems
        return Done(results=tuple(claims.values()), problems=tuple(problems))

    def try_out(self) -> str:
        """Asks about one sentence; gives what came of it. Raises Stop where there is no usable answer."""
        at = datetime(2000, 1, 1, tzinfo=UTC)
        probe = Report(id="probe", item="probe", page="probe", address="probe", taken_in=at, text=PROBE)
        done = self.read(probe)
        faults = [p.message for p in done.problems]
        if not done.results and faults:
            raise Stop(f"{self.line.address} answers, but not with what was asked for: {faults[0]}")
        named = f", model {self.model}" if self.model else ""
        return f"{self.line.address}{named} answers; {len(done.results)} claims in a sentence that holds one"

    def _judge(self, usable: bool) -> None:
        """Counts an answer. Raises Stop where the address has given nothing usable so far."""
        self.usable += usable
        self.unusable += not usable
        if not self.usable and self.unusable >= PATIENCE:
            raise Stop(
                f"{self.line.address} gave {self.unusable} answers and none is JSON of the schema asked for; "
                "set another reader_model, or take `reader` out of vedette.toml to read without it"
            )


def _unusable(report: Report, reply: str) -> Problem:
    began = reply[:60].encode("unicode_escape").decode("ascii")
    message = f"{report.address}: the answer is no JSON of the schema asked for; it begins {began!r}"
    return Problem(stage="read", kind="answer", subject=report.address, message=message)
