"""Sources as a reader meets them: author and year in the text, with a link to the bibliography in ``evidence.md``."""

import re
from functools import cache

from sim.sources import Source, entry, sources
from validation.documents.markdown import plain

BIBLIOGRAPHY = "evidence.md"
OWN = {"derived": "own derivation", "judgement": "own judgement"}  # no text of others stands behind these
OWN_WORDS = re.compile(rf"\b({'|'.join(OWN)})(?=[:,])")
FURTHER_AUTHORS = re.compile(r"^, [A-Z][\w'’-]+(?: [\w'’-]+)* and [A-Z]")
AUTHORS_END = re.compile(r",|:| on | for | \d{4}")
LETTERS = "abcdefghij"
DOI = re.compile(r"\bdoi (10\.\d+/[^\s;,]+)")
PMC = re.compile(r"\b(PMC\d+)")
BACKSLASH = "\\"  # what keeps a sign of an address from being taken for markup
PUBMED = re.compile(r"\bpubmed (\d+)")


def authors(key: str) -> str:
    """Who wrote a source, short; its title where no author is known.

    Titles begin with the authors when the key begins as they do.
    """
    title = entry(key).title
    first = AUTHORS_END.split(title)[0]
    letters = re.sub(r"[^a-z]", "", first.lower())
    stem = re.sub(r"\d.*$|nd$", "", key)
    if not (letters.startswith(stem) or stem.startswith(letters)):
        return f"“{re.split(r'[:,]', title)[0]}”"
    if " and others" in first:
        return f"{first.split(' and others')[0]} et al."
    if FURTHER_AUTHORS.match(title.removeprefix(first)):
        return f"{first} et al."
    return first


def short(key: str) -> str:
    """A source as named in running text: "Van Hal et al. (2019)"."""
    return OWN[key] if key in OWN else f"{authors(key)} ({entry(key).year}{letter(key)})"


@cache
def letter(key: str) -> str:
    """What tells sources of the same authors and year apart: "-a", "-b", or nothing."""
    alike = [other for other in sources() if (authors(other), entry(other).year) == (authors(key), entry(key).year)]
    return f"-{LETTERS[alike.index(key)]}" if len(alike) > 1 else ""


def cite(key: str) -> str:
    """A source as a link to its place in the bibliography."""
    return f"[{plain(short(key))}]({BIBLIOGRAPHY}#{key})"


def cited(text: str) -> list[str]:
    """Keys of the sources that a reference of a rule or a parameter names."""
    keys = [word for word in re.findall(r"\b[a-z][a-z0-9]+\b", text) if word in sources() and word not in OWN]
    return [*keys, *OWN_WORDS.findall(text)]


def with_links(text: str) -> str:
    """A reference of a rule or a parameter with its keys as citations, ready for a table."""
    text = OWN_WORDS.sub(lambda found: f"\0{found[0]}\0", plain(text))
    for key in sorted({word for word in cited(text) if word not in OWN}):
        text = re.sub(rf"\b{key}\b", f"\0{key}\0", text)
    text = text.replace("\0 \0", "\0; \0")  # two keys in a row
    return re.sub("\0(.+?)\0", lambda found: cite(found[1]), text)


def place(source: Source) -> str:
    """Where a source stands, with links where an address follows from it."""
    text = plain(source.where)
    text = DOI.sub(lambda found: f"[doi {found[1]}](https://doi.org/{found[1].replace(BACKSLASH, '')})", text)
    text = PMC.sub(r"[\1](https://pmc.ncbi.nlm.nih.gov/articles/\1/)", text)
    return PUBMED.sub(r"[pubmed \1](https://pubmed.ncbi.nlm.nih.gov/\1/)", text)
