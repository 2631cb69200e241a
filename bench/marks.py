"""Tables in documents, between marks that nobody reads."""

from pathlib import Path


def put(file: Path, name: str, text: str) -> None:
    """Replace what stands between the marks of this name."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    head, found, rest = file.read_text().partition(begin)
    if not found or end not in rest:
        raise ValueError(f"{file} has no marks for {name}")
    file.write_text(f"{head}{begin}\n{text}\n{end}{rest.partition(end)[2]}")
