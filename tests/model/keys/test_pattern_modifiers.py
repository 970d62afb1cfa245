"""The patterns of JabRef and Better BibTeX with their modifiers."""

from __future__ import annotations

import pytest

from tests.model.keys.pattern_paper import key_by


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("[auth]_[year]", "Doe_2020"),
        ("[AUTH][YEAR]", "Doe2020"),
        ("[auth][year][veryshorttitle]", "Doe2020Awesome"),
        ("[authors]", "DoeBeethovenOzyilkan"),
        ("[authors2]", "DoeBeethovenEtAl"),
        ("[authors3]", "DoeBeethovenOzyilkan"),
        ("[authorsAlpha]", "DBO"),
        ("[auth.etal]", "Doe.etal"),
        ("[auth.auth.ea]", "Doe.Beethoven.ea"),
        ("[authEtAl]", "DoeEtAl"),
        ("[authshort]", "DBO"),
        ("[auth3_1]", "Doe"),
        ("[auth4_2:lower]", "beet"),
        ("[auth4_9][year]", "2020"),
        ("[authForeIni]", "J"),
        ("[authorLast]", "Ozyilkan"),
        ("[authorLastForeIni]", "L"),
        ("[authorIni]", "DoeBO"),
        ("[edtr][year]", "2020"),
        ("[title]", "AnAwesomePaperonJabRefSelfsupervisedCoding"),
        ("[shorttitle]", "AwesomePaperJabRef"),
        ("[shorttitleINI]", "APJ"),
        ("[camel]", "AnAwesomePaperOnJabRefSelfsupervisedCoding"),
        ("[title:abbr]", "AAPoJSC"),
        ("[camel:abbr]", "AAPOJSC"),
        ("[fulltitle:truncate3]", "An"),
        ("[shortyear]", "20"),
        ("[keyword1]-[keyword2:upper]", "ratecontrol-SURVEY"),
        ("[firstpage]-[lastpage]-[pageprefix]", "7-12-L"),
        ("[journal:abbr]", "IToIP"),
        ("[entrytype]", "InProceedings"),
        ("[edition]", "Third"),
        ("[volume:(unknown)][year]", "unknown2020"),
        ('[auth.etal:regex("\\\\.etal","EtAl")]', "DoeEtAl"),
        ('[auth:regex("(D)(o)","$2$1")]', "oDe"),
        ("[edtr]|[auth:lower]", "doe"),
        ("[auth:lower][>9][year]|[journal:abbr]", "IToIP"),
        ("[auth+initials][year]", "DoeJ2020"),
        ("[Title:skipwords:select,1,2:condense,_]", "Awesome_Paper"),
    ],
)
def test_jabrefs_patterns(pattern: str, key: str) -> None:
    """A pattern in brackets gives the key that JabRef's documentation describes."""
    assert key_by(pattern) == key


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("auth.lower + shorttitle(3,3) + year", "doeAwesomePaperJabRef2020"),
        ("auth.lower + shorttitle(2) + year", "doeawesomepaper2020"),
        ("auth(3,2) + year", "van2020"),
        ("authorsn(1)", "DoeEtAl"),
        ("authEtal2 + '_' + year", "DoeEtAl_2020"),
        ("auth.etal.lower + year", "doe.etal2020"),
        ("fulltitle.skipwords.select(1,2).condense(_)", "awesome_paper"),
        ("fulltitle.skipwords.select(-1)", "Coding"),
        ("fulltitle.nopunct.ascii.lower.select(1, 3).condense('-')", "an-awesome-paper"),
        ("fulltitle.select(1,2).capitalize", "AnAwesome"),
        ("edtr.postfix('-') + year.prefix('y')", "y2020"),
        ("(edtr | auth).upper + year", "DOE2020"),
        ("auth(n=2, initials=true)", "Do"),
        ("auth.len('>', 5) | year", "2020"),
        ("veryshorttitle + year.substring(3, 2)", "awesome20"),
        ("auth(creator='editor') || year", "2020"),
        ("auth.clean.alphanum + year.numeric", "Doe2020"),
    ],
)
def test_better_bibtexs_patterns(pattern: str, key: str) -> None:
    """A formula gives the key that Better BibTeX's documentation describes."""
    assert key_by(pattern) == key
