"""How large a model is, and what it looks at and says: encoders to start from, and what was cut out of them."""

from __future__ import annotations

from dataclasses import dataclass

LEFT, RIGHT = 64, 80  # word pieces before and after a cue's first; 99.7 % of speakers and contents begin, 97.7 % end within
POINT = 64  # width of the vectors that pair a mention with a name
SAID_KINDS = 7  # said, not-said, conditional, possible, expected, asked, demanded
CUE_TAGS, CONTENT_TAGS = 3, 3  # O, B, I
NAME_TAGS = 9  # O, then B and I of person, organisation, place, other


@dataclass(frozen=True)
class Sizes:
    """Of an encoder and its linker. Layers may differ in ``heads`` (of ``head`` neurons each) and ``feed``."""

    width: int = 384
    layers: int = 6
    heads: int | tuple[int, ...] = 12
    head: int = 32
    feed: int | tuple[int, ...] = 1536
    relative: bool = False
    vocabulary: int = 30522
    places: int = 512
    epsilon: float = 1e-12
    link_width: int = 128
    link_layers: int = 1
    link_heads: int = 4
    link_feed: int = 512

    def layer(self, number: int) -> tuple[int, int]:
        """Heads and neurons of the feed-forward part of one layer."""
        heads, feed = (value if isinstance(value, int) else value[number] for value in (self.heads, self.feed))
        return heads, feed


MINILM = Sizes()
MPNET = Sizes(
    width=768,
    layers=12,
    head=64,
    feed=3072,
    relative=True,
    vocabulary=30527,
    places=514,
    epsilon=1e-5,
    link_width=256,
    link_layers=2,
)
