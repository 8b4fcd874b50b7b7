"""Draw captions of ten writing systems in every style, to be looked at.

    python -m benchmarks.caption_sheet -o FOLDER [--short-edge 720] [--style word] [--aspect 9:16]

One PNG for each style and shape of the canvas, at the size of the film, with the sentences one below another
on light ground at the left and dark ground at the right.
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from likeness.captions import CaptionTrack, CueLimits, caption_words, cues_of
from likeness.captions.fonts import installed_fonts, undrawable
from likeness.captions.placing import caption_area
from likeness.captions.styles import LOOKS
from likeness.captions.track import Setting
from likeness.core.audio import AudioClip
from likeness.core.captioning import CaptionStyle, Cue
from likeness.core.speech import PhoneSource, Speech, Word
from likeness.typing import RgbImage

SENTENCES = {
    "en": "“Good morning!” My name is Anna, and in 2024 I walked 350 km along the river – jolly far.",
    "ru": "Доброе утро! Меня зовут Анна, и в 2024 году я прошла 350 км вдоль широкой реки.",
    "el": "Καλημέρα σας! Με λένε Άννα, και το 2024 περπάτησα 350 χλμ. δίπλα στο ποτάμι.",
    "ar": "صباح الخير! اسمي Anna، وفي عام 2024 مشيتُ 350 كم على ضفاف النهر (الجميل).",
    "he": "בוקר טוב! קוראים לי Anna, ובשנת 2024 הלכתי 350 ק״מ לאורך הנהר (היפה).",
    "hi": "सुप्रभात! मेरा नाम क्षितिज श्रीवास्तव है, और 2024 में मैं नदी के किनारे 350 किमी चला।",
    "th": "สวัสดีตอนเช้า ฉันชื่อแอนนา และปี 2024 ฉันเดินเลียบแม่น้ำที่กว้างใหญ่ 350 กิโลเมตร",
    "zh": "早上好！我叫安娜，2024年我沿着大河走了350公里，一路上风景很美，也认识了许多朋友。",
    "ja": "おはようございます。私の名前はアンナです。2024年に川沿いを350キロ歩いて、友達もできました。",
    "ko": "좋은 아침입니다! 제 이름은 안나이고, 2024년에 넓은 강을 따라 350킬로미터를 걸었습니다.",
}
"""One for each writing system, with digits, a name in other letters, marks above and below."""

ASPECTS = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1), "4:5": (4, 5), "5:4": (5, 4)}
_RATE_HZ = 16_000
_COLUMN_S = 0.07
_LIGHT, _DARK = (236, 232, 224), (38, 42, 50)


def main() -> None:
    """Draw the sheets that were asked for."""
    options = _options()
    options.output.mkdir(parents=True, exist_ok=True)
    for aspect in options.aspect or ("16:9", "9:16"):
        for style in options.style or tuple(LOOKS):
            file = options.output / f"captions-{style}-{aspect.replace(':', 'x')}.png"
            Image.fromarray(sheet(style, _canvas_px(aspect, options.short_edge))).save(file)
            print(file)


def sheet(style: CaptionStyle, canvas_px: tuple[int, int]) -> RgbImage:
    """Return one caption of every sentence, cut from canvases of this size and laid below each other."""
    strips = [_strip(language, style, canvas_px) for language in SENTENCES]
    joined: RgbImage = np.concatenate(strips)
    return joined


def spoken(text: str, language: str) -> Speech:
    """Return a silent speech in which every word between spaces takes time by its length."""
    words = []
    position, now_s = 0, 0.0
    for part in text.split():
        position = text.index(part, position)
        words.append(Word(part, now_s, now_s + _COLUMN_S * len(part), position))
        position += len(part)
        now_s += _COLUMN_S * (len(part) + 1)
    silence = AudioClip(np.zeros((int(now_s * _RATE_HZ) + 1, 1), np.float32), _RATE_HZ)
    return Speech(silence, (), tuple(words), PhoneSource.SYNTHESIZED, language, script=text)


def _strip(language: str, style: CaptionStyle, canvas_px: tuple[int, int]) -> RgbImage:
    area = caption_area(*canvas_px)
    fonts = installed_fonts(language)
    speech = spoken(SENTENCES[language], language)
    missing = undrawable(SENTENCES[language], fonts)
    if missing:
        print(f"{language}: no font for {missing}")
    cues = cues_of(caption_words(speech), speech.duration_s, CueLimits(columns=area.columns))
    cue = max(cues, key=lambda each: sum(len(text) for text in each.texts))
    patches = CaptionTrack(cues, Setting(style, area, fonts, language)).patches(_moment_s(cue))
    top = patches[0].top_px
    ground = np.empty((patches[0].rgba.shape[0], canvas_px[0], 3), np.float32)
    ground[:, : canvas_px[0] // 2] = _LIGHT
    ground[:, canvas_px[0] // 2 :] = _DARK
    for patch in patches:
        height, width = patch.rgba.shape[:2]
        under = ground[patch.top_px - top :, patch.left_px : patch.left_px + width][:height]
        under += patch.rgba[:, :, 3:] / np.float32(255) * (patch.rgba[:, :, :3] - under)
    strip: RgbImage = np.rint(ground).astype(np.uint8)
    return strip


def _moment_s(cue: Cue) -> float:
    """Return a time in the middle of the words of a caption."""
    word = cue.words[len(cue.words) // 2]
    return 0.4 * word.start_s + 0.6 * word.end_s


def _canvas_px(aspect: str, short_edge: int) -> tuple[int, int]:
    across, down = ASPECTS[aspect]
    scale = short_edge / min(across, down)
    return 2 * round(scale * across / 2), 2 * round(scale * down / 2)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Draw captions of ten writing systems in every style.")
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for the sheets")
    parser.add_argument("--short-edge", type=int, default=720, help="of the canvas, in pixels")
    parser.add_argument("--style", action="append", choices=tuple(LOOKS), help="only this style")
    parser.add_argument("--aspect", action="append", choices=tuple(ASPECTS), help="only this shape")
    return parser.parse_args()


if __name__ == "__main__":
    main()
