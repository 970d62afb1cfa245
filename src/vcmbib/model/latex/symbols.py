r"""Tables of LaTeX's text commands: accents, letters, signs, styles, Cyrillic.

The names are those of the encodings OT1, T1, TS1 and T2A of the LaTeX kernel ("LaTeX font
encodings", `encguide`), of the package `textcomp`, and of a few packages that many bibliographies
use.
"""

from __future__ import annotations

# Accent command -> combining character.
ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361", "G": "\u030f", "U": "\u030e",
    "h": "\u0309", "f": "\u0311", "textcommabelow": "\u0326",
}  # fmt: skip
# The character for an accent without a letter: `\~{}`.
SPACING_ACCENTS = {
    "\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0306": "˘",
    "\u0307": "˙", "\u0308": "¨", "\u030a": "˚", "\u030b": "˝", "\u030c": "ˇ", "\u0327": "¸",
    "\u0328": "˛",
}  # fmt: skip

SYMBOLS = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "ij": "ĳ", "IJ": "Ĳ", "dag": "†", "ddag": "‡",
    "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "textendash": "–", "textemdash": "—",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textasciitilde": "~", "textasciicircum": "^",
    "textbackslash": "\\", "textunderscore": "_", "textbar": "|", "textless": "<",
    "textgreater": ">", "textdegree": "°", "texttrademark": "™", "textregistered": "®",
    "textcopyright": "©", "texteuro": "€", "euro": "€", "EUR": "€", "textbullet": "•",
    "textperiodcentered": "·", "textasteriskcentered": "∗", "guillemotleft": "«",
    "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»", "guilsinglleft": "‹",
    "guilsinglright": "›", "quotedblbase": "„", "quotesinglbase": "‚", "textexclamdown": "¡",
    "textquestiondown": "¿", "textmu": "µ", "micro": "µ", "textordfeminine": "ª",
    "textordmasculine": "º", "textsection": "§", "textparagraph": "¶", "textdollar": "$",
    "textpercent": "%", "textampersand": "&", "textnumbersign": "#", "textquotesingle": "'",
    "textquotedbl": '"', "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "LaTeXe": "LaTeX2e",
    "slash": "/", "textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}",
    "textdblhyphen": "=", "textcent": "¢", "textsterling": "£", "textyen": "¥",
    "textcurrency": "¤", "textbrokenbar": "¦", "textlnot": "¬", "textonesuperior": "¹",
    "texttwosuperior": "²", "textthreesuperior": "³", "textonehalf": "½", "textonequarter": "¼",
    "textthreequarters": "¾", "texttimes": "×", "textdiv": "÷", "textpm": "±", "textminus": "−",
    "textasciigrave": "`", "textasciiacute": "´", "textasciimacron": "¯", "textasciidieresis": "¨",
    "textasciibreve": "˘", "textasciicaron": "ˇ", "textdagger": "†", "textdaggerdbl": "‡",
    "textperthousand": "‰", "textpertenthousand": "‱", "textnumero": "№", "textservicemark": "℠",
    "textohm": "Ω", "textcelsius": "℃", "textestimated": "℮", "textfractionsolidus": "⁄",
    "textrightarrow": "→", "textleftarrow": "←", "textuparrow": "↑", "textdownarrow": "↓",
    "textvisiblespace": "␣", "textdoublebarpipe": "ǂ", "textschwa": "ə", "textcrh": "ħ",
    "textbardbl": "‖", "textopenbullet": "◦", "textmusicalnote": "♪", "textreferencemark": "※",
    "textinterrobang": "‽", "textwon": "₩", "textlira": "₤", "textflorin": "ƒ", "textdong": "₫",
    "cprime": "ʹ", "cdprime": "ʺ", "hyphen": "-", "space": " ", "par": " ", "newline": " ",
    "linebreak": " ", "thinspace": "\u2009", "enspace": " ", "quad": " ", "qquad": " ",
    "nobreakspace": "\u00a0", "lq": "‘", "rq": "’", "glqq": "„", "grqq": "“", "flqq": "«",
    "frqq": "»",
}  # fmt: skip
_GREEK_TEXT = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omikron pi rho "
    "varsigma sigma tau upsilon phi chi psi omega"
).split()
SYMBOLS |= {f"text{name}": chr(0x3B1 + at) for at, name in enumerate(_GREEK_TEXT) if name != "mu"}
SYMBOLS |= {
    f"text{name.capitalize()}": chr(0x391 + at)
    for at, name in enumerate(_GREEK_TEXT)
    if name != "varsigma"
}

# Commands that only change the style of their argument.
STYLES = frozenset(
    """emph textit textbf textsc textsl texttt textrm textsf textup textmd textnormal textin textlf
    textsuperscript textsubscript mbox hbox text mkbibemph mkbibbold mkbibitalic mkbibparens
    underline uline nocase textls ensuretext foreignlanguage uppercase lowercase MakeUppercase
    MakeLowercase fbox makebox NoCaseChange bibcyr ul sout textulc fromcyrillic""".split()
)
# Number of arguments in braces before the argument that is the text.
ARGUMENTS_BEFORE = {
    "foreignlanguage": 1, "href": 1, "texorpdfstring": 1, "raisebox": 1,
    "discretionary": 2, "scalebox": 1, "parbox": 1,
}  # fmt: skip
# Commands that put their argument in quotation marks.
QUOTES = frozenset({"enquote", "mkbibquote", "textquote"})
# Commands whose argument is a URL or a path, which is read verbatim.
ADDRESSES = frozenset({"url", "path", "nolinkurl"})
# Commands whose argument is not shown, such as a sort key or the size of a space.
SILENT = frozenset(
    """noopsort hspace vspace phantom vphantom hphantom color label fontsize fontencoding
    fontfamily setbox""".split()
)
# Commands without an argument that change the style of the text after them.
SWITCHES = frozenset(
    """em it bf sc sl tt rm sf cal itshape slshape bfseries mdseries scshape upshape rmfamily
    sffamily ttfamily normalfont selectfont tiny scriptsize footnotesize small normalsize large
    Large LARGE huge cyr relax protect leavevmode null unskip ignorespaces aftergroup xspace
    nobreak allowbreak break nolinebreak noindent boldmath unboldmath sloppy raggedright
    cyrchar begingroup endgroup bgroup egroup""".split()
)
ESCAPED = "&%#_${}"
SPACES = {
    ",": " ", ";": " ", ":": " ", ">": " ", "!": "", "/": "", "-": "", "@": "", " ": " ",
    "\n": " ", "\t": " ", "\r": " ", "\\": " ",
}  # fmt: skip

# The names in T2A of the letters of Russian, Ukrainian, Belarusian, Serbian and Macedonian.
_CYRILLIC = {
    "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "Ё": "YO", "Ж": "ZH", "З": "Z",
    "И": "I", "Й": "ISHRT", "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O", "П": "P", "Р": "R",
    "С": "S", "Т": "T", "У": "U", "Ф": "F", "Х": "H", "Ц": "C", "Ч": "CH", "Ш": "SH", "Щ": "SHCH",
    "Ъ": "HRDSN", "Ы": "ERY", "Ь": "SFTSN", "Э": "EREV", "Ю": "YU", "Я": "YA", "Є": "IE",
    "І": "II", "Ї": "YI", "Ґ": "GUP", "Ў": "USHRT", "Ђ": "DJE", "Ј": "JE", "Љ": "LJE", "Њ": "NJE",
    "Ћ": "TSHE", "Џ": "DZHE", "Ѕ": "DZE",
}  # fmt: skip
CYRILLIC = {f"CYR{name}": letter for letter, name in _CYRILLIC.items()}
CYRILLIC |= {f"cyr{name.lower()}": letter.lower() for letter, name in _CYRILLIC.items()}
SYMBOLS |= CYRILLIC

# Latin letters and the Greek letters that LGR, the encoding of `\textgreek`, shows for them.
GREEK_LETTERS = dict(zip("abgdezhjiklmnxoprcstufqyw", "αβγδεζηθικλμνξοπρςστυφχψω", strict=True))
