"""The main job from beginning to end without a browser: a township under its plan, told day by day."""

from publicity.journey.story import tell
from publicity.journey.told import Journey, WentWrong

__all__ = ["Journey", "WentWrong", "tell"]
