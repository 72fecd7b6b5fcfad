"""The main job from beginning to end without a browser: a township's summer and autumn, told day by day."""

from publicity.journey.story import tell
from publicity.journey.told import Journey, WentWrong

__all__ = ["Journey", "WentWrong", "tell"]
