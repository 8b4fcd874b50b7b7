"""From scenes to takes."""

from likeness.core.scene import AnyScene, ImageScene, VideoScene
from likeness.takes.avatar import plan_avatar
from likeness.takes.contract import Take
from likeness.takes.footage import plan_footage
from likeness.takes.still import plan_still
from likeness.takes.working import Working

_SEED_STEP = 0x9E3779B9  # any odd number: scenes alike in all else still move differently


def plan_take(scene: AnyScene, index: int, seed: int, working: Working) -> Take:
    """Plan the scene that is number `index` of a film; the first one has the film's own seed.

    Raises
    ------
    LikenessError
        One of its files, words or wishes cannot be used.
    """
    if isinstance(scene, ImageScene):
        return plan_still(scene, working)
    if isinstance(scene, VideoScene):
        return plan_footage(scene, working)
    return plan_avatar(scene, working, (seed + index * _SEED_STEP) % 2**32)
