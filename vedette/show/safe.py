"""What all tables share: text without controls, and the signs of an indicator's states."""

from vedette.vocabulary import State

STATE_MARK = {
    State.SEEN: "● seen",
    State.PARTLY: "◐ partly",
    State.NOT_SEEN: "○ not seen",
    State.NO_COVERAGE: "– no coverage",
}
CONTROLS = dict.fromkeys(
    [*range(32), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
del CONTROLS[9], CONTROLS[10]


def safe(text: str | None) -> str:
    """Gives a text without the controls that would move a terminal or turn its writing round."""
    return (text or "").translate(CONTROLS)
