"""A wish: the words by which a deal made of a lead is called."""

import pytest

from keepstep.domain.sales import wish


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("A new shop", "A new shop"),
        ("Hello!\n\nWe need a site for three studios. By autumn.", "We need a site for three studios"),
        ("Dear Oleg, could you run our ads?", "Could you run our ads"),
        ("Здравствуйте, нужны звонки в стоматологию в Казани. Бюджет 200 тысяч.",
         "Нужны звонки в стоматологию в Казани"),
        ("Добрый день! сайт на русском и английском", "Сайт на русском и английском"),
        ("Нужен сайт под ключ: example.ru устарел", "Нужен сайт под ключ: example.ru устарел"),
        ("Hinges for doors, a shop of them", "Hinges for doors, a shop of them"),
        ("Hello!", ""),
        ("", ""),
        ("W" * 80, "W" * 80),
        ("W" * 81, ""),
    ],
)  # fmt: skip
def test_it_is_the_first_sentence_behind_the_greeting_unless_that_is_a_story(message: str, words: str) -> None:
    assert wish.of(message) == words
