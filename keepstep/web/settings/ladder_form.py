"""The ladder as a form: rungs are added, removed and moved by plain posts; nothing is kept before it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keepstep.domain.agency import audience, wording
from keepstep.domain.agency.agency import Language
from keepstep.domain.agency.audience import Audience, Way
from keepstep.domain.agency.ladder import Ladder, Plan, Rung
from keepstep.domain.agency.wording import Wording
from keepstep.round.ladder_fault import Climb

MOST = 12
LONGEST = 250
LANGUAGES = tuple(Language.values)
FACTS = ("after_days", "audience", "channel", "repeat_every")
WORDS = tuple(f"{part}_{language}" for language in LANGUAGES for part in Wording._fields)
# Another audience or way: the page says at once whom it would not reach, and in which words it would speak; the later
# choice counts.
LOOKED_AT = {
    "hx-post": "/settings/ladder/", "hx-vals": '{"act": "look"}', "hx-target": "#page", "hx-swap": "outerHTML",
    "hx-trigger": "change", "hx-sync": "closest form:replace",
}  # fmt: skip
Raw = dict[str, str]


def _line() -> Any:
    return forms.CharField(label=_("Subject"), max_length=200, required=False)


def _text() -> Any:
    area = forms.Textarea(attrs={"rows": 9})
    return forms.CharField(label=_("Text"), max_length=4000, required=False, widget=area)


class RungForm(forms.Form):
    after_days = forms.IntegerField(label=_("Day of the stall"), min_value=1, max_value=LONGEST)
    audience = forms.ChoiceField(label=_("Whom"), choices=Audience)
    channel = forms.ChoiceField(label=_("By which way"), choices=Way)
    repeat_every = forms.IntegerField(
        label=_("Then again every"), min_value=1, max_value=LONGEST, required=False,
        help_text=_("Working days; empty: it does not come back."),
    )  # fmt: skip
    subject_en, body_en = _line(), _text()
    subject_ru, body_ru = _line(), _text()

    def __init__(self, *args: Any, default: Mapping[str, Wording], is_last: bool, **options: Any) -> None:
        """`default` is what is said where a text is left empty, by language."""
        super().__init__(*args, **options)
        for language, words in default.items():
            for part, text in words._asdict().items():
                self.fields[f"{part}_{language}"].widget.attrs |= {"placeholder": text, "lang": language}
        for name in ("audience", "channel"):
            self.fields[name].widget.attrs |= LOOKED_AT
        if not is_last:
            del self.fields["repeat_every"]

    def facts(self) -> list[forms.BoundField]:
        return [self[name] for name in FACTS if name in self.fields]

    def words(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The texts by language, with its name."""
        names = dict(Language.choices)
        return [
            (language, str(names[language]), [self[f"{part}_{language}"] for part in Wording._fields])
            for language in LANGUAGES
        ]

    def plan(self) -> Plan:
        facts = self.cleaned_data
        return Plan(
            after_days=facts["after_days"], audience=facts["audience"], channel=facts["channel"],
            repeat_every=facts.get("repeat_every"), words=own_words(facts, facts["audience"]),
        )  # fmt: skip


def own_words(said: Mapping[str, str], audience_: str) -> dict[str, dict[str, str]]:
    """The texts that are the agency's own: what is left empty, or as it is by default, is not kept."""
    own: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for part, usual in wording.default(audience_, language)._asdict().items():
            text = said.get(f"{part}_{language}", "").replace("\r\n", "\n").strip()
            if text and text != usual:
                own.setdefault(language, {})[part] = text
    return own


@dataclass(frozen=True)
class Draft:
    """The rungs as they stand on the page. `errors` are what is wrong with the ladder as a whole."""

    raws: list[Raw]
    data: Mapping[str, str] | None = None
    forms: list[RungForm] = field(init=False)

    def __post_init__(self) -> None:
        made = [self._form(place, raw) for place, raw in enumerate(self.raws)]
        object.__setattr__(self, "forms", made)

    def _form(self, place: int, raw: Raw) -> RungForm:
        default = {language: wording.default(audience_of(raw), language) for language in LANGUAGES}
        is_last = place == len(self.raws) - 1
        return RungForm(self.data, initial=raw, prefix=str(place), default=default, is_last=is_last)

    def is_valid(self) -> bool:
        wrong = [form for form in self.forms if not form.is_valid()]  # Each of them says what is wrong with it.
        return not wrong

    def plans(self) -> list[Plan]:
        return [form.plan() for form in self.forms]

    def climbs(self) -> list[Climb]:
        return [Climb(audience_of(raw), way_of(raw)) for raw in self.raws]

    def rung(self, place: int) -> Rung:
        """As it would be, also while it is still at fault."""
        raw = self.raws[place]
        return Rung(audience=audience_of(raw), channel=way_of(raw), words=own_words(raw, audience_of(raw)))

    def changed(self, verb: str, place: int) -> "Draft":
        """After a button was pressed: the days and the coming back belong to the place, all else goes along."""
        raws = [dict(raw) for raw in self.raws]
        if verb == "add" and len(raws) < MOST:
            raws = _with_one_more(raws)
        elif verb == "remove" and len(raws) > 1 and place < len(raws):
            coming_back = raws[-1]["repeat_every"]
            del raws[place]
            raws[-1]["repeat_every"] = coming_back
        elif verb == "up" and 0 < place < len(raws):
            _swap(raws[place - 1], raws[place])
        elif verb == "down" and place < len(raws) - 1:
            _swap(raws[place], raws[place + 1])
        elif verb == "words" and place < len(raws):
            raws[place] |= _default_words(raws[place])
        return Draft(raws)


def posted(data: Mapping[str, str], *, is_bound: bool) -> Draft:
    """The rungs of a request, read leniently; bound, they are checked."""
    text = data.get("count", "")
    count = min(int(text), MOST) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    raws = [{name: data.get(f"{place}-{name}", "") for name in (*FACTS, *WORDS)} for place in range(count)]
    return Draft(raws, data if is_bound else None)


def of_ladder(known: Ladder) -> Draft:
    return Draft([_raw(rung) for rung in known.rungs.all()])


def pressed(data: Mapping[str, str]) -> tuple[str, int]:
    """Which button, and the rung it stands at; "save" is what the Enter key means."""
    verb, _dash, text = data.get("act", "save").partition("-")
    return verb, int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def audience_of(raw: Raw) -> str:
    return raw["audience"] if raw["audience"] in Audience.values else Audience.HOLDER


def way_of(raw: Raw) -> str:
    return raw["channel"] if raw["channel"] in Way.values else audience.usual_way(audience_of(raw))


def _raw(rung: Rung) -> Raw:
    own = {
        f"{part}_{language}": rung.words.get(language, {}).get(part, "")
        for language in LANGUAGES
        for part in Wording._fields
    }
    facts = {"after_days": str(rung.after_days), "audience": rung.audience, "channel": str(rung.way)}
    return {**facts, "repeat_every": str(rung.repeat_every or ""), **own}


def _with_one_more(raws: list[Raw]) -> list[Raw]:
    """At the end, two days after the last, and with its coming back."""
    fresh = dict.fromkeys((*FACTS, *WORDS), "") | {"audience": Audience.HOLDER.value, "channel": Way.EMAIL.value}
    if not raws:
        return [fresh | {"after_days": "1"}]
    last = raws[-1]["after_days"]
    fresh["after_days"] = str(int(last) + 2) if last.isascii() and last.isdigit() and len(last) < 4 else ""
    fresh["repeat_every"], raws[-1]["repeat_every"] = raws[-1]["repeat_every"], ""
    return [*raws, fresh]


def _swap(one: Raw, other: Raw) -> None:
    for name in ("audience", "channel", *WORDS):
        one[name], other[name] = other[name], one[name]


def _default_words(raw: Raw) -> Raw:
    """Where nothing of one's own is written yet, the default text to begin with."""
    usual = {language: wording.default(audience_of(raw), language)._asdict() for language in LANGUAGES}
    return {
        f"{part}_{language}": raw[f"{part}_{language}"] or text
        for language, parts in usual.items()
        for part, text in parts.items()
    }
