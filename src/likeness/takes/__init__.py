"""Scenes on their way to the film: a scene becomes a take, which knows what is heard and how all moves; takes
are joined to a reel, which draws any range of frames.
"""

from likeness.takes.contract import Overlays, SceneResult, Shot, Take, TakeReport
from likeness.takes.planning import plan_take
from likeness.takes.reel import Reel
from likeness.takes.working import Working

__all__ = ["Overlays", "Reel", "SceneResult", "Shot", "Take", "TakeReport", "Working", "plan_take"]
