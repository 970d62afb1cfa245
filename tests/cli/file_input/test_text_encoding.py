"""Bytes become text without a loss, and any encoding but UTF-8 is reported."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcmbib.cli.file_input.text_encoding import decode
from vcmbib.errors import NotUnderstood

TEXT = "@article{a, author = {Müller, Jürg and Dvořák, Eszter}, title = {Où est l'été?}}\n"
LATIN = TEXT.replace("ř", "r")


@pytest.mark.parametrize("data", [b"\x00\xff\x00", b"\xef\xbb\xbf\xff", b"\xff\xfea", b"a\x00" * 9])
def test_what_is_no_text(data: bytes) -> None:
    """Binary files, and text that its own mark contradicts; pairs with NUL are UTF-16."""
    if data.startswith(b"a"):
        assert decode(data, "x").text == "a" * 9
        return
    with pytest.raises(NotUnderstood):
        decode(data, "x")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks_tell_the_encoding(encoding: str) -> None:
    """With or without a byte order mark, and without a message."""
    decoded = decode("Özyılkan, 点云".encode(encoding), "x")
    assert (decoded.text, decoded.note) == ("Özyılkan, 点云", "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    """Every other byte of Latin text is NUL."""
    decoded = decode(TEXT.encode(encoding), "x")
    assert decoded.text == TEXT
    assert encoding.upper() in decoded.note


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman"])
def test_eight_bits_of_latin_script(encoding: str) -> None:
    """Windows, ISO and Mac encodings are distinguished by their accented letters."""
    decoded = decode(LATIN.encode(encoding), "x")
    assert decoded.text == LATIN
    assert "not UTF-8" in decoded.note


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("{Wałęsa, Lech and Kościuszko, Łucja and Żółć, Józef}, {gęślą jaźń}", "iso8859-2"),
        ("{Wałęsa, Lech and Kościuszko, Łucja and Żółć, Józef}, {gęślą jaźń}", "cp1250"),
        ("{Yılmaz, Ayşe and Çağlar, Gökhan}, {Görüntü işleme ve çalışma}", "iso8859-9"),
        ("{Þórsson, Guðmundur and Sæmundsdóttir, Ásta}, {Íslensk þýðing}", "latin-1"),
        ("{Muñoz, José}, {¿Qué es? ¡El año! 5º}, {« Où est l’été »}", "cp1252"),
    ],
)
def test_neighbours_of_western_latin(text: str, encoding: str) -> None:
    """Signs within words, and letters that do not occur together, show the alphabet."""
    assert decode(text.encode(encoding), "x").text == text


def test_another_script_in_eight_bits() -> None:
    """Words of high bytes only are not Latin letters with accents."""
    text = "@book{k, author = {Иванов И. И.}, title = {Введение в кибернетику и её основы}}\n"
    assert decode(text.encode("cp1251"), "x").text == text


@pytest.mark.parametrize(
    "line",
    [
        "% Encoding: ISO8859_2",
        "%% Saved with string encoding iso-8859-2",
        "% -*- coding: latin2 -*-",
    ],
)
def test_a_file_that_says_what_it_is_in(line: str) -> None:
    """The encoding that the file names is better evidence than any frequency of letters."""
    text = f"{line}\n@article{{a, author = {{Dvořák, Antonín}}}}\n"
    decoded = decode(text.encode("iso8859-2"), "x")
    assert decoded.text == text
    assert "which the file declares" in decoded.note


def test_a_file_that_is_wrong_about_itself() -> None:
    """A file that claims UTF-8 and is not is still read."""
    data = b"% Encoding: UTF-8\n@misc{a, author = {G\xfcnther}}\n"
    assert "Günther" in decode(data, "x").text


def test_two_encodings_in_one_file() -> None:
    """Lines in UTF-8 stay, the others are read as Windows-1252, and their numbers are reported."""
    data = "title = {Été}\nauthor = {Müller}\n".encode() + "editor = {Günther}\n".encode("cp1252")
    decoded = decode(data, "x")
    assert decoded.text == "title = {Été}\nauthor = {Müller}\neditor = {Günther}\n"
    assert "line 3" in decoded.note


def test_bytes_that_windows_1252_leaves_open() -> None:
    """They are kept as they are in Latin-1, and the rest is still Windows-1252."""
    assert decode(b"a \x93quoted\x94 \x81 word", "x").text == "a “quoted” \x81 word"


def test_nul_characters_are_left_out_and_told() -> None:
    """A few in a long text; no format has a use for them."""
    decoded = decode(b"@misc{a, title = {One\x00 two}}" + b" " * 40, "x")
    assert "One two" in decoded.text
    assert "1 NUL" in decoded.note


def test_the_user_knows_better() -> None:
    """A named encoding is used as it is; an impossible or unknown one is an error."""
    assert decode("Dvořák".encode("cp1250"), "x", "cp1250").text == "Dvořák"
    for encoding in ("ascii", "klingon", "base64"):
        with pytest.raises(NotUnderstood):
            decode("Dvořák".encode("cp1250"), "x", encoding)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    """Never a UnicodeDecodeError; a character that is replaced is in the note."""
    with suppress(NotUnderstood):
        found = decode(data, "x")
        own = "�".encode() in data or b"\xfd\xff" in data or b"\xff\xfd" in data
        assert "�" not in found.text or own or "written as" in found.note


@given(st.text(alphabet=st.characters(min_codepoint=1, exclude_categories=["Cs"]), max_size=100))
def test_utf8_is_never_guessed_at(text: str) -> None:
    """Whatever is valid UTF-8 is read as that."""
    data = ("a" * 2 + text).encode()
    assert decode(data, "x").text == "aa" + text


LINES = "".join(
    f"author = {{Müller, Jürg and Dvořák, Zoë {n}}}, title = {{点云}}\n" for n in range(9)
)
BYTES = LINES.encode()


@pytest.mark.parametrize("broken", [0x80, 0xC3, 0xFF, 0x58, 0xE9, 0x00])
@pytest.mark.parametrize("at", [i for i, byte in enumerate(BYTES[:70]) if byte > 127])
def test_one_broken_byte_costs_one_character(at: int, broken: int) -> None:
    """The other characters of the line stay, with a mark of order too, and the line is noted."""
    data = BYTES[:at] + bytes([broken]) + BYTES[at + 1 :]
    for mark in (b"", codecs.BOM_UTF8):
        found = decode(mark + data, "x")
        assert found.text.splitlines()[1:] == LINES.splitlines()[1:]
        first, wanted = found.text.splitlines()[0], LINES.splitlines()[0]
        kept = [c for c in wanted if not c.isascii()]
        assert sum(c in first for c in kept) >= len(kept) - 1, first
        if "�" in first:
            assert "line 1" in found.note


@pytest.mark.parametrize(
    "line", ["{Caf\xc3 au lait}", "{M\xbcller}", "{caf\x80\x9f}", "{na\xd7ve}"]
)
def test_a_broken_character_in_a_line_of_its_own(line: str) -> None:
    """Bytes that are no letters of Windows-1252 at their place are broken, not letters."""
    found = decode(BYTES + line.encode("latin-1"), "x")
    assert found.text.startswith(LINES)
    assert "�" in found.text
    assert "line 10" in found.note


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", [LINES, "TY  - JOUR\nTI  - 点云压缩的深度学习方法研究与应用展望\nER  - \n"]
)
def test_a_broken_unit_of_utf16_costs_one_character(encoding: str, text: str) -> None:
    """Half of a surrogate pair, or a byte that is missing at the end; also for Chinese."""
    data = text.encode(encoding)
    assert decode(data, "x").text == text
    assert decode(data[:-1], "x").text.rstrip("�") == text[:-1]
    half = "\ud800".encode(
        encoding.replace("utf-16", "utf-16-le", encoding == "utf-16"), "surrogatepass"
    )
    found = decode(data + half + "\n".encode(encoding)[-2:], "x")
    assert found.text.rstrip("\n\ufffd") == text.rstrip("\n")
    assert "�" in found.note


CHINESE = """TI  - 面向机器视觉的特征编码
AU  - 张三
AB  - 本文提出了一种新的点云压缩方法，并在标准数据集上进行了实验。
"""
JAPANESE = """TI  - 機械のための特徴量符号化
AU  - 山田太郎
AB  - 本論文では新しい点群の圧縮手法を提案し、実験で評価する。
"""
KOREAN = """TI  - 기계를 위한 특징 부호화
AU  - 김철수
AB  - 이 논문은 새로운 점군 압축 방법을 제안하고 실험으로 평가한다.
"""


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(CHINESE, "gb18030"), (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"), (CHINESE, "gbk"),
     (KOREAN, "euc_kr"), (KOREAN, "cp949")],
)  # fmt: skip
def test_east_asian_encodings(text: str, encoding: str) -> None:
    """They are recognized by their letters, and one broken byte costs no other line."""
    data = (text * 4).encode(encoding)
    assert decode(data, "x").text == text * 4
    found = decode(data + b"\xff\n", "x")
    assert found.text.startswith(text * 4)
