"""A scene in which the face of a picture speaks."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from likeness import direction as direction_stage
from likeness.compose import Compositor
from likeness.core.audio import AudioClip
from likeness.core.canvas import Box
from likeness.core.direction import IgnoredReason, IgnoredWords
from likeness.core.performance import Performance
from likeness.core.scene import Scene
from likeness.core.timing import frame_time_s
from likeness.encode import FilmFrame
from likeness.engines import FrameRenderer, PictureOptions, PreparedPicture
from likeness.takes.contract import Overlays, TakeReport
from likeness.takes.setting import Setting, read_setting
from likeness.takes.speaking import Spoken, speak
from likeness.takes.working import PictureKey, Working

_Look = tuple[tuple[int, int], tuple[str, ...]]
"""Width and height of a picture, and what its engine remarks about it."""


_MOUTH_TOP, _MOUTH_BOTTOM, _MOUTH_SIDE = 0.62, 0.96, 0.15
"""Where mouth and chin are in a head box."""


@dataclass(frozen=True)
class AvatarShot:
    """All that is needed to draw any frame of the scene."""

    renderer: FrameRenderer
    """Draws the subject."""

    compositor: Compositor
    """Puts it onto its background."""

    performance: Performance
    """What the face does."""

    def frames(self, frame_indices: range, overlays: Overlays) -> Iterator[FilmFrame]:
        """Draw a range of frames."""
        with self.compositor.canvas() as canvas:
            for index in frame_indices:
                layer = self.renderer.render(self.performance.state(index))
                rgb = canvas.draw(layer, overlays(index), frame_time_s(index, self.performance.fps))
                yield FilmFrame(rgb, canvas.changed_px, canvas.alpha)


@dataclass(frozen=True)
class AvatarTake:
    """The scene before it is drawn."""

    working: Working
    """Where the prepared picture lies, or is made again."""

    key: PictureKey
    """Which picture."""

    size_px: tuple[int, int]
    """Width and height of the picture."""

    setting: Setting
    """What lies behind the speaker."""

    sound: AudioClip
    """What is heard."""

    performance: Performance
    """What the face does."""

    report: TakeReport
    """What there is to say about it."""

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return self.performance.n_frames

    def kept_clear(self, canvas_px: tuple[int, int]) -> tuple[Box, ...]:
        """Return where mouth and chin lie on a canvas, and the mouth alone."""
        with self._prepared() as prepared:
            placement = self.setting.placement(prepared, self.working.output, canvas_px)
            boxes = getattr(prepared, "kept_clear", None) or (_lower_part(prepared.head_box),)
            return tuple(placement.on_canvas(box) for box in boxes)

    def set_up(self, canvas_px: tuple[int, int]) -> AvatarShot:
        """Bring picture and background to the size of the canvas."""
        with self._prepared() as prepared:
            placement = self.setting.placement(prepared, self.working.output, canvas_px)
            surround = self.setting.surround(prepared, placement)
            renderer = self.working.engine.renderer(prepared, placement, surround.light_rgb)
            return AvatarShot(renderer, surround.compositor, self.performance)

    @contextmanager
    def _prepared(self) -> Iterator[PreparedPicture]:
        with self.working.pictures.borrowed(self.key) as own:
            yield self.working.engine.cut_out(own) if self.setting.is_cut_out else own


def plan_avatar(scene: Scene, working: Working, seed: int) -> AvatarTake:
    """Look at the picture, say the words, and decide every movement.

    Raises
    ------
    LikenessError
        Picture, words or wishes cannot be used.
    """
    wish = direction_stage.Wish(
        scene.expressiveness, scene.motion_prompt, scene.enhance, scene.emotion, scene.articulation
    )
    direction_stage.check(wish)
    setting = read_setting(working.output.background_of(scene))
    key: PictureKey = (scene.picture, PictureOptions(scene.face, scene.face_points))
    (size_px, remarks), spoken = _look_and_speak(scene, working, key)
    directed = direction_stage.direct(wish, spoken.speech)
    working.listener.begin("performance", 1)
    performance = working.engine.perform(spoken.speech, directed.direction, working.output.fps, seed)
    working.done()
    return AvatarTake(
        working=working,
        key=key,
        size_px=size_px,
        setting=setting,
        sound=spoken.sound,
        performance=performance,
        report=_report(spoken, directed, performance, remarks),
    )


def _look_and_speak(scene: Scene, working: Working, key: PictureKey) -> tuple[_Look, Spoken]:
    """Look at the picture and listen to the words, side by side: neither needs the other."""
    working.listener.begin("picture and speech", 2)
    with ThreadPoolExecutor(1, thread_name_prefix="speech") as pool:
        speaking = pool.submit(speak, scene, is_alone=working.is_alone)
        with working.pictures.borrowed(key) as prepared:
            look = prepared.size_px, tuple(getattr(prepared, "remarks", ()))
        working.listener.advance()
        spoken = speaking.result()
        working.listener.advance()
    working.cancel.raise_if_cancelled()
    return look, spoken


def _report(
    spoken: Spoken, directed: direction_stage.Directed, performance: Performance, remarks: tuple[str, ...]
) -> TakeReport:
    plan = directed.direction.plan
    return TakeReport(
        speech=spoken.speech,
        performance=performance,
        warnings=(*remarks, *spoken.warnings, *(_without_effect(ignored) for ignored in plan.ignored)),
        motion_prompt=plan.prompt,
        ignored=plan.ignored,
        additions=directed.reasons,
    )


def _without_effect(ignored: IgnoredWords) -> str:
    """One line about words of the motion prompt that do nothing."""
    reasons = {
        IgnoredReason.CANNOT: "a talking head cannot do that",
        IgnoredReason.UNKNOWN: "not understood",
        IgnoredReason.NOT_SAID: "the words at which it should happen are not said",
    }
    return (
        f'The motion prompt\'s "{" ".join(ignored.text.split())}" has no effect: {reasons[ignored.reason]}.'
    )


def _lower_part(head: Box) -> Box:
    """Return about where mouth and chin are in a head with its hair."""
    left, top = head.left + _MOUTH_SIDE * head.width, head.top + _MOUTH_TOP * head.height
    return Box(left, top, (1 - 2 * _MOUTH_SIDE) * head.width, (_MOUTH_BOTTOM - _MOUTH_TOP) * head.height)
