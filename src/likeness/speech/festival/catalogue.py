"""The voices of festival that Debian has packages of."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_VOICE_FOLDERS = (
    "/usr/share/festival/voices",
    "/usr/lib/festival/voices",
    "/usr/local/share/festival/voices",
)


class Method(Enum):
    """How a voice makes its sound, and with it how its rate is set."""

    HTS = 3
    """Statistical, the rate is a parameter of its engine."""

    DIPHONE = 2
    """Diphones, lengths are stretched by a parameter."""

    FIXED = 4
    """Statistical or pieces of natural speech, of fixed lengths, so that the finished sound is stretched."""


@dataclass(frozen=True)
class FestivalVoice:
    """One voice."""

    name: str
    """Second part of its id."""

    folder: str
    """Where it lies in a folder of voices; the last part is also the name of its Scheme function."""

    language: str
    """BCP 47 tag."""

    gender: str
    """female or male."""

    method: Method
    """How it speaks."""

    encoding: str = "utf-8"
    """Of the texts that it reads."""

    @property
    def function(self) -> str:
        """The Scheme function, without its prefix ``voice_``."""
        return self.folder.rpartition("/")[2]

    @property
    def is_installed(self) -> bool:
        """Whether its files are there."""
        return any(Path(folder, self.folder).is_dir() for folder in _VOICE_FOLDERS)

    @property
    def quality(self) -> int:
        """Its class of naturalness, see `Voice`."""
        return 3 if self.method is Method.FIXED else self.method.value


_WEST, _EAST = "iso-8859-1", "iso-8859-2"
FESTIVAL_VOICES: tuple[FestivalVoice, ...] = (
    FestivalVoice("slt", "us/cmu_us_slt_arctic_hts", "en-US", "female", Method.HTS, "ascii"),
    FestivalVoice("kal", "english/kal_diphone", "en-US", "male", Method.DIPHONE, "ascii"),
    FestivalVoice("ked", "english/ked_diphone", "en-US", "male", Method.DIPHONE, "ascii"),
    FestivalVoice("ona", "catalan/upc_ca_ona_hts", "ca", "female", Method.FIXED, _WEST),
    FestivalVoice("dita", "czech/czech_dita", "cs", "female", Method.DIPHONE, _EAST),
    FestivalVoice("machac", "czech/czech_machac", "cs", "male", Method.DIPHONE, _EAST),
    FestivalVoice("ph", "czech/czech_ph", "cs", "male", Method.DIPHONE, _EAST),
    FestivalVoice("krb", "czech/czech_krb", "cs", "male", Method.DIPHONE, _EAST),
    FestivalVoice("lj", "finnish/suo_fi_lj_diphone", "fi", "female", Method.DIPHONE, _WEST),
    FestivalVoice("mv", "finnish/hy_fi_mv_diphone", "fi", "male", Method.DIPHONE, _WEST),
    FestivalVoice("hindi-nsk", "hindi/hindi_NSK_diphone", "hi", "male", Method.DIPHONE),
    FestivalVoice("lp", "italian/lp_diphone", "it", "female", Method.DIPHONE, _WEST),
    FestivalVoice("pc", "italian/pc_diphone", "it", "male", Method.DIPHONE, _WEST),
    FestivalVoice("marathi-nsk", "marathi/marathi_NSK_diphone", "mr", "male", Method.DIPHONE),
    FestivalVoice("msu", "russian/msu_ru_nsh_clunits", "ru", "male", Method.FIXED),
    FestivalVoice("telugu-nsk", "telugu/telugu_NSK_diphone", "te", "male", Method.DIPHONE),
)
"""The best of each language first."""


def encoding_of(voice_id: str) -> str:
    """Return the encoding of the texts that a voice reads; ASCII for other engines' voices."""
    return next((each.encoding for each in FESTIVAL_VOICES if f"festival:{each.name}" == voice_id), "ascii")
