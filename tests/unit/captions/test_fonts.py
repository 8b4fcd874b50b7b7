import pytest

from likeness.captions.fonts import FONTS_ENVIRONMENT, FontBook, installed_fonts, undrawable


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("a", "NotoSans["), ("я", "NotoSans["), ("λ", "NotoSans["), ("م", "NotoSansArabic"),
        ("ש", "NotoSansHebrew"), ("क्ष", "NotoSansDevanagari"), ("ที่", "NotoSansThai"),
        ("ខ្មែ", "NotoSansKhmer"), ("ქ", "NotoSansGeorgian"), ("👍", "NotoEmoji"),
    ],
)  # fmt: skip
def test_each_writing_has_its_font(own_fonts, text, family):
    face = own_fonts.face_for(text)
    assert face is not None
    assert face.file.name.startswith(family)


def test_punctuation_and_digits_stay_in_the_font_of_their_word(own_fonts):
    arabic = own_fonts.face_for("م")
    assert own_fonts.face_for("!", arabic) == arabic
    assert own_fonts.face_for("A", arabic) != arabic


def test_joiners_and_selectors_need_no_font(own_fonts):
    assert own_fonts.base.can_draw("a\u200d\ufe0f")


def test_letters_without_a_font_are_named_once(own_fonts):
    assert undrawable("Hello 你好你!", own_fonts) == "你好"
    assert undrawable("Hello, мир!", own_fonts) == ""


def test_no_fonts_at_all():
    nothing = FontBook(())
    assert nothing.base is None
    assert nothing.face_for("a") is None


def test_own_folder_comes_first(own_fonts, tmp_path, monkeypatch):
    copy = tmp_path / "Mine.ttf"
    copy.write_bytes(own_fonts.base.file.read_bytes())
    monkeypatch.setenv(FONTS_ENVIRONMENT, str(tmp_path))
    assert installed_fonts("en").face_for("a").file == copy


@pytest.mark.usefixtures("own_fonts")
def test_broken_files_are_passed_over(tmp_path, monkeypatch):
    (tmp_path / "Broken.ttf").write_bytes(b"no font")
    (tmp_path / "Empty.otf").write_bytes(b"")
    monkeypatch.setenv(FONTS_ENVIRONMENT, str(tmp_path))
    assert installed_fonts("en").face_for("a").file.name.startswith("NotoSans[")


@pytest.mark.parametrize(
    ("language", "index"), [("ja", 0), ("ko", 1), ("cmn", 2), ("zh-TW", 3), ("yue", 3), ("en", 0)]
)
@pytest.mark.usefixtures("own_fonts")
def test_collections_give_the_forms_of_the_language(tmp_path, monkeypatch, language, index):
    (tmp_path / "Four.ttc").write_bytes(b"")
    monkeypatch.setenv(FONTS_ENVIRONMENT, str(tmp_path))
    (face,) = (face for face in installed_fonts(language)._faces if face.file.name == "Four.ttc")
    assert face.index == index
