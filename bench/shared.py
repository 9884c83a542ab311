"""Where the shared material lies beside the project, and what to say where it is absent."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"


def present(what: str, *parts: str) -> Path | None:
    """Gives the path of a shared file, or says what is skipped and gives None."""
    path = SHARED.joinpath(*parts)
    if path.exists():
        return path
    print(f"skipped: {what}, for {'/'.join(parts)} is not beside the project")
    return None
