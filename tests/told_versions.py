"""Statements told in marked lines, and any readings of such, for tests of what changes between two."""

from __future__ import annotations

from hypothesis import strategies as st
from told import told

PALACE = "[s The palace|Granite Palace] [c said] [q the guns would leave the ridge]."
DENIED = "[s Varkin|Lena Varkin] [c denied] [q that any promise had been made]."
NO_DATES = "[q “No dates were named and no withdrawal was discussed,”] [s she|Lena Varkin] [c said]."
ROAD = "[s Dauvent|Mireille Dauvent] [c called] [q the road to peace “still open”]."
WORDS = ["the", "guns", "would", "leave", "ridge", "road", "no", "“peace”", "it’s", "東京", "50%", "go?", "👍", "-", "हिन्दी"]
CONTENTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
VOICES = st.sampled_from(["", "[s She] ", "[s Torvan|Ilya Torvan] ", "[s The palace|Granite Palace] ", "[s Ilya Torvan] "])
CUES = st.sampled_from(["", "[c said] ", "[c claimed] ", "[c denied] "])
RELAYS = st.sampled_from(["", ", [r the ministry] said", ", according to [r the palace|Granite Palace]"])
STATED = st.builds("{}{}[q {}]{}.".format, VOICES, CUES, CONTENTS, RELAYS)
PARTED = st.builds("[q {}], {}{}[q {}].".format, CONTENTS, VOICES, CUES, CONTENTS)
HEADLINES = st.none() | CONTENTS
READINGS = st.builds(lambda lines, headline: told(*lines, headline=headline), st.lists(STATED | PARTED, max_size=5), HEADLINES)
