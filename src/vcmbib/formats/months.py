"""The names of months, and the words that people write for a month in many languages."""

from __future__ import annotations

import re

MONTHS = (
    "January February March April May June July August September October November December"
).split()

# Words without delimiters in a field `month`, such as `month = sept`: the macros of BibTeX's
# standard styles, and month names in the languages of LaTeX's babel package. A word that means
# two months in two languages is not in the table.
_MONTH_WORDS = """
1: jan january januar januari janeiro enero ene gennaio gen janvier janv jän jän. jänner gener
    januarie stycznia styczeń sty leden led ocak oca tammikuu janar siječanj ianuarie
2: feb february februar februari febrero febbraio février fevrier févr fevr fév fev fevereiro
    febr febrer februarie luty únor úno şubat şub helmikuu
3: mar march mär märz mrz maerz mars maart mrt março marco marzo març marts marec mart maaliskuu
    marzec března březen bře
4: apr april avril avr abril abr aprile kwiecień kwi duben dub nisan nis huhtikuu aprilie
5: may mai maj mei mayo maio maggio mag maig květen kvě mayıs toukokuu máj
6: jun june juni juin junio junho giugno giu juny czerwiec cze červen čvn haziran haz kesäkuu
    iunie jún
7: jul july juli juillet juil julio julho luglio lug juliol lipiec červenec čvc temmuz tem
    heinäkuu iulie júl
8: aug august augustus août aout agosto ago agost sierpień sie ağustos ağu elokuu augusti
9: sep sept september septembre septiembre setembro settembre set setembre septembrie wrzesień
    wrz září zář eylül eyl syyskuu
10: oct october okt oktober octobre octubre outubro out ottobre ott octubre październik paź
    říjen říj ekim eki lokakuu octombrie
11: nov november novembre noviembre novembro listopad kasım kas marraskuu noiembrie
12: dec december dez dezember décembre decembre déc dic diciembre dezembro dicembre des desember
    desembre grudzień gru prosinec pro aralık ara joulukuu decembrie
"""
MONTH_OF = {
    word: MONTHS[n]
    for n, words in enumerate(re.split(r"\d+:", _MONTH_WORDS)[1:])
    for word in words.split()
}
"""Word in lower case -> the English name of the month."""
