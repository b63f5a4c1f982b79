"""Articles to be, by hypothesis: each with an event, an undertaking and a report of one, or without."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from store_readings import eventful, undertaken

from sayso.record import Reading

NAMES = ["Ana Dovrel", "Ilir Tamm", "Bo Ek", "Tamm", "Ana Maria Dovrel"]
DEEDS = ["send 40 engineers to the valley", "sending 40 engineers into the valley", "send 20 engineers", "open two schools"]
REPORTS = ["", "Dovrel kept her promise to send 40 engineers to the valley.", "Tamm failed to open two schools."]


@dataclass(frozen=True)
class Story:
    """An article to be: of which address and day, with an event, an undertaking and a report, or without."""

    address: int
    day: int
    kind: str
    status: Any
    who: tuple[str, ...]
    on: int | None
    place: str | None
    deed: str | None
    due: int | None
    report: str

    def reading(self) -> Reading:
        """The article, read."""
        day = (date(2031, 4, 1) + timedelta(self.day)).isoformat()
        on = (date(2031, 4, 1) + timedelta(self.day + self.on)).isoformat() if self.on is not None else None
        url = f"https://p.example/{self.address}"
        where = f" in {self.place}" if self.place else ""
        doer = self.who[0] if self.who else "Ida Roth"
        text = f"On {day}, {', '.join(self.who) or 'some'} of {doer} had the {self.kind}{where}. "
        text += f"{doer} will {self.deed}. {self.report}"
        row = (self.kind, self.status, f"the {self.kind}", ", ".join(self.who), on, self.place)
        made = eventful(text, row, url=url, published=day)
        due = (date(2031, 4, 1) + timedelta(self.day + self.due)).isoformat() if self.due is not None else None
        if self.deed:
            made = undertaken(made, doer, self.deed, due)
            made = replace(made, undertakings=(replace(made.undertakings[0], event="e1" if self.on == 3 else None),))
        return made


STORY = st.builds(
    Story,
    address=st.integers(0, 8),
    day=st.integers(0, 30),
    kind=st.sampled_from(["visit", "meeting", "call", "strike"]),
    status=st.sampled_from(["happened", "planned", "planned", "cancelled", "postponed"]),
    who=st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
    on=st.sampled_from([None, 0, 0, 3, 20]),
    place=st.sampled_from([None, None, "Mirwen", "Tarn"]),
    deed=st.sampled_from([None, *DEEDS]),
    due=st.sampled_from([None, 3, 40]),
    report=st.sampled_from(REPORTS),
)
