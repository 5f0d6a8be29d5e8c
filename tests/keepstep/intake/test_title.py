"""What developers write, and what the client reads."""

import pytest
from django.utils import translation

from keepstep.intake.title import in_words

WORDS = {
    "feat(menu): add cake photos (#12)": "Add cake photos",
    "fix: price of cheesecake": "Price of cheesecake",
    "feat!: drop old cart": "Drop old cart",
    "Fix: the map": "The map",
    "[NW-12] add opening hours": "Add opening hours",
    "NW-12: add opening hours": "Add opening hours",
    "NW-12 add opening hours": "Add opening hours",
    "(NW-1) feat: gallery [skip ci]": "Gallery",
    "NW-1, NW-2: feat(menu): :sparkles: gallery": "Gallery",
    "#34 fix the map": "Fix the map",
    "Fix the map #34": "Fix the map",
    "fix the map, closes #34": "Fix the map",
    "Fix typo in footer. Closes NW-34": "Fix typo in footer",
    "group/project!12 mend the map": "Mend the map",
    "Fixes #34": "",
    ":sparkles: new gallery": "New gallery",
    "✨ new gallery": "New gallery",
    "feature/NW-12-cake-photos": "Cake photos",
    "feature/cake_photos": "Cake photos",
    "feature/cake-photos: add them": "Add them",
    "cake-photos-page": "Cake photos page",
    "WIP": "",
    "WIP: gallery": "Gallery",
    "Draft: gallery": "Gallery",
    'Resolve "Fix the map"': "Fix the map",
    'Revert "feat: gallery (#12)" (#13)': "Taken back: Gallery",
    "chore(release): 1.2.3": "",
    "v1.2.3": "",
    "😀": "",
    "": "",
    "\n\nAdd the gallery.\n\nwith many words below": "Add the gallery",
    "And so on...": "And so on...",
    "`price` of **cakes** shown_now": "Price of cakes shown_now",
    "UTF-8 names are read": "UTF-8 names are read",
    "Update README.md": "Update README.md",
    "README.md is rewritten": "README.md is rewritten",
    "iPhone layout is mended": "iPhone layout is mended",
    "e-mail is sent": "E-mail is sent",
    "sign-in": "Sign-in",
    'Add "quotes" and #hashtag support': 'Add "quotes" and #hashtag support',
    "New API: create/update/delete file": "New API: create/update/delete file",
    "feat(меню): новая страница с тортами (#12)": "Новая страница с тортами",
    "[САЙТ-12] добавлена форма заявки": "Добавлена форма заявки",
    "САЙТ-12: добавлена форма заявки": "Добавлена форма заявки",
    "fix: исправлена ёмкость корзины, closes #7": "Исправлена ёмкость корзины",
    "ёлка на главной": "Ёлка на главной",
    "ГОСТ-2012 учтён": "ГОСТ-2012 учтён",
    "x" * 400: "X" + "x" * 299,
}


@pytest.mark.parametrize("raw", WORDS)
def test_a_title_is_put_into_a_clients_words(raw: str) -> None:
    with translation.override("en"):
        assert in_words(raw) == WORDS[raw]


@pytest.mark.parametrize("raw", [raw for raw in WORDS if not raw.startswith("Revert")])
def test_a_title_in_words_stays_as_it_is(raw: str) -> None:
    once = in_words(raw)
    assert in_words(once) == once
