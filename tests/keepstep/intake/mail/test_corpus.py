"""Letters as mail programs write them, each beside the words a reader expects of it.

An expected text is what the person says now; `AUTOMATIC` and `BOUNCE final|delay recipient id` say what else it is.
"""

from pathlib import Path

import pytest

from keepstep.intake.mail.mail import Mail, read

CORPUS = Path(__file__).resolve().parent / "corpus"
LETTERS = sorted(CORPUS.glob("*.eml"))
LEAST = 60


def said(mail: Mail) -> str:
    if mail.bounce:
        kind = "final" if mail.bounce.is_final else "delay"
        return f"BOUNCE {kind} {mail.bounce.recipient} {' '.join(mail.bounce.ids)}"
    return "AUTOMATIC" if mail.is_automatic else mail.words


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.stem)
def test_a_letter_says_what_its_reader_expects(letter: Path) -> None:
    assert said(read(letter.read_bytes())) == letter.with_suffix(".txt").read_text().removesuffix("\n")


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter.stem)
def test_it_says_the_same_with_the_line_ends_of_the_wire(letter: Path) -> None:
    wire = letter.read_bytes().replace(b"\n", b"\r\n")
    assert said(read(wire)) == letter.with_suffix(".txt").read_text().removesuffix("\n")


def test_both_languages_are_there() -> None:
    english = [letter for letter in LETTERS if "-en" in letter.stem]
    russian = [letter for letter in LETTERS if "-ru" in letter.stem]
    assert (len(LETTERS) >= LEAST, len(english) >= LEAST // 3, len(russian) >= LEAST // 3) == (True, True, True)
