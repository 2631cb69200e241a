"""What changed from one wording to the next, word by word."""

import re
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\S+")


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """[("same"|"gone"|"new", words)]; without "gone" it reads as `after`, without "new" as `before`."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    parts = []
    for kind, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(old[i:j])))
            continue
        parts += [("gone", "".join(old[i:j])), ("new", "".join(new[k:m]))]
    return [(kind, words) for kind, words in parts if words]
