"""Every weight and every limit of the duplicate matcher, with its unit and its reason.

A weight is in bits: about the binary logarithm of a likelihood ratio. The ratio is how often a
piece of evidence occurs in two records of one work, divided by how often it occurs in records of
two works with similar titles. Weights add up. They are rounded by hand, and lower than measured
where pieces depend on each other, as a page and a volume do.

The counts come from three labelled sets: two medical reviews and DBLP-ACM, see decision 0019. The
pairs are those that `block` proposes, with titles at least 90 % similar and a shared surname: 5,596
pairs of one work and 1,123 pairs of two works. `python -m bench.weights` counts them again.

The annotation of a constant is its unit, the string below it is its reason. docs/generate.py makes
docs/weights.md from this module.
"""

from __future__ import annotations

Bits = int
PerCent = float  # likeness of two texts: `rapidfuzz.fuzz.ratio`
Letters = int
Digits = int
Words = int
Authors = int
Years = int
PageCount = int
Works = int
Share = float  # a part of a whole, 0 to 1
Ratio = float

# --- verdicts ----------------------------------------------------------------------------------

ENOUGH: Bits = 9
"""The sum from which two works are the same: odds of 512 to 1, where as many similar pairs are of
one work as of two."""
DOUBT: Bits = 4
"""The sum from which a person is asked: odds of 16 to 1, what a long title alone reaches."""
VETO: Bits = -6
"""A piece that weighs this or less objects to a merge: no group contains both works."""
SUPPORT: Bits = 2
"""A piece that is not title, people or year supports a merge if it weighs this or more; the same
number of an issue does not."""
TELLING_TITLE: Bits = 3
"""A title must weigh this or more for `version`: two columns of one name are not versions."""
MARKED_DIFFERENT: Bits = -99
"""A person marked the two as different: no sum of other pieces reaches `ask` again."""
READ_BEFORE: Bits = 9
"""An import that repeats a record exactly is certain, as much as `enough`."""
SAME_KEY: Bits = 4
"""The same citation key in an import settles a doubt. It weighs no more than a title: `smith2020`
is the key of many works."""

# --- titles ------------------------------------------------------------------------------------

IDENTICAL_TITLES: PerCent = 100.0
"""The two folded titles are equal."""
EQUAL_WORDS: PerCent = 99.0
"""The likeness of titles that are equal without words of genre (`panel`) or without blanks."""
EQUAL_TITLES: PerCent = 97.0
"""From this likeness on titles count as the same: one wrong letter in 34."""
CLOSE_TITLES: PerCent = 92.0
"""From this likeness on titles weigh one bit less: one wrong letter in 13. A title whose end is cut
off counts as this similar."""
ALIKE_TITLES: PerCent = 85.0
"""From this likeness on titles weigh two bits less: one wrong letter in seven. Less similar titles
are of two works, whatever else agrees: papers of one supplement share a DOI. A title without its
subtitle counts as this similar."""
FAR_TITLES: PerCent = 70.0
"""Less similar titles object in full."""
RENAMED_TITLES: PerCent = 50.0
"""From this likeness on a preprint may have been renamed: an identifier of one work only and the
authors decide."""
REORDERED_TITLES: PerCent = 1.0
"""The likeness loses this where the same words occur in another order."""
BEGINNING: Letters = 20
"""A title that is cut off, or lacks its subtitle, must have this many letters: many shorter titles
have the same beginning."""
LONG_BEGINNING: Letters = 40
"""From this length on a title that is cut off loses one bit less."""
SHORT_TITLE: Bits = 1
"""The shortest titles (`Editorial`) name many works."""
LONGER_TITLE: Bits = 1
"""Each of three lengths that a title reaches adds this, so that a long one weighs 4. The same long
title: 5,305 pairs of one work and 243 of two."""
IDENTICAL_TITLE_LENGTHS: tuple[Letters, ...] = (12, 14, 20)
"""The three lengths for titles that are equal exactly."""
TITLE_LENGTHS: tuple[Letters, ...] = (12, 20, 26)
"""The three lengths for titles that differ, or that contain a generic word (`review`): an error in
a short title may be another word."""
RECURRING_TITLE: Bits = 1
"""A column or an editorial has one title every year: 25 pairs of one work and 635 of two."""
CLOSE_TITLE_LOSS: Bits = 1
"""A title that is 92 to 97 % similar loses this."""
ALIKE_TITLE_LOSS: Bits = 2
"""A title that is 85 to 92 % similar loses this."""
LONG_BEGINNING_LOSS: Bits = 1
"""A title of 40 letters and more loses this where its end is cut off."""
BEGINNING_LOSS: Bits = 2
"""A shorter title loses this where its end is cut off."""
SUBTITLE_MISSING: Bits = 1
"""Parts of a series have one main title: a page or an identifier is needed too."""
UNLIKE_TITLE: Bits = -3
"""Titles 70 to 85 % similar: a translation, a preprint with another title, or another work."""
OTHER_TITLE: Bits = -6
"""Titles less than 70 % similar."""
NO_TITLE: Bits = -9
"""A work without a title and without a common identifier cannot be compared."""
ONE_TITLE_MISSING: Bits = 1
"""One work has no title: an identifier in common makes the two one work (8 and 1 are 9)."""
BOTH_TITLES_MISSING: Bits = 0
"""Neither work has a title: with a DOI in common a person is asked, an identifier of one work only
is enough."""
ONLY_LINK: Bits = 1
"""Neither work has a title, and they have a link in common: with its 3 bits a person is asked."""
ONE_ABOUT_OTHER: Bits = -9
"""An erratum, a reply, a comment, a protocol or a retraction, and the work itself: 0 pairs of one
work and 6 of two. Never `same`."""
OTHER_TITLE_NUMBERS: Bits = -3
"""Part I and Part II, `A:` and `B:`: 14 pairs of one work and 40 of two."""
OTHER_TITLE_WORDS: Bits = -1
"""`men` and `women`: 12 pairs of one work and 17 of two. A venue, an issue, a single page or the
DOI of a supplement does not count: several abstracts are on one page. Typing errors, endings,
ordinals and missing words do not count."""
SAME_TITLE_WORD: PerCent = 75.0
"""From this likeness on two words with the same first letter are one: `optimise` and
`optimized`."""
TITLE_WORD: Letters = 3
"""Shorter words are one only if they are equal: A and B, I and II."""
MISSPELT_TITLE_WORD: Letters = 4
"""Only words of this many letters are compared by likeness."""
OPPOSITE_WORD: Letters = 4
"""The rest after `hyper` or `hypo` must have this many letters, so that it is a word."""

# --- people ------------------------------------------------------------------------------------

AUTHORS_IN_COMMON: Bits = 1
"""The weight of authors in common, before each of them is counted."""
AUTHOR_IN_COMMON: Bits = 1
"""Each author in common adds this: one person writes on a subject more than once, three together
seldom."""
SAME_INITIALS: Bits = 1
"""All authors are in common with the same initials: surnames alone are shared by many."""
AUTHORS_AT_MOST: Bits = 4
"""More authors in common weigh no more: groups publish series. 5,029 pairs of one work and 344 of
two weigh this much."""
MOST_OF_SHORTER_LIST: Share = 0.8
"""Authors in common count in full if they are this share of the shorter list of authors, and half
of the people of both lists."""
HALF_OF_ALL: Share = 0.5
"""This share of the people of both lists."""
HALF_OF_SHORTER_LIST: Share = 0.5
"""From this share of the shorter list on, authors in common support one work."""
OVER_HALF_OF_SHORTER_LIST: Share = 0.6
"""Above this share of the shorter list they weigh 2 bits, else 1."""
MOST_AUTHORS: Bits = 2
"""More than 60 % of the shorter list in common: 24 pairs of one work and 201 of two."""
HALF_OF_AUTHORS: Bits = 1
"""50 to 60 % of the shorter list in common: 9 pairs of one work and 9 of two."""
FEW_AUTHORS: Bits = -1
"""Less than half of the shorter list in common: 0 pairs of one work and 140 of two. It does not
weigh more, as catalogues cut lists at different names."""
FIRST_AUTHOR_ONLY: Bits = 3
"""One source names only the first author, with the same initial: it left the others out."""
NAMES_SWAPPED: Bits = 1
"""No surname in common, but words of names: family and given names changed places."""
SWAPPED_WORDS: Words = 2
"""At least this many words of names must be in common."""
SWAPPED_SHARE: Share = 0.5
"""This share of the words of the shorter list must be in common."""
NO_COMMON_AUTHOR: Bits = -6
"""Other people wrote another work. An identifier or the same range of pages overcomes it; a page
alone does not: letters of one title are on one page."""
ONE_NAMESAKE: Bits = 0
"""The only surname in common has other initials: a namesake, or a wrong initial."""
NAMESAKES: Bits = -6
"""Two and more surnames in common, all with other initials."""
GROUP_OR_PEOPLE: Bits = 0
"""One source names the group, the other its members."""
SAME_GROUP: Bits = 3
"""A group is as rare as a person: 5 pairs of one work and 0 of two."""
SAME_SURNAME: PerCent = 85.0
"""From this likeness on surnames are one: one wrong letter in seven, another transliteration."""
LONG_SURNAME: Letters = 4
"""Shorter surnames must be equal: `Li` and `Lin` are two."""
COLLABORATION: Authors = 100
"""In longer lists misspelt names are not searched: it takes too long."""

# --- identifiers and links ---------------------------------------------------------------------

OWN_IDENTIFIER: Bits = 10
"""An identifier that the service gives to one work only: arXiv, OpenReview, ACL, PubMed."""
SAME_IDENTIFIER: Bits = 8
"""The same DOI: 1,656 pairs of one work and 0 of two. The papers of a supplement may share one."""
OTHER_IDENTIFIER: Bits = -9
"""Another identifier of the same scheme: 4 pairs of one work and 88 of two. A preprint and its
publication have one DOI each, which weighs nothing."""
SAME_LINK: Bits = 3
"""The same address of the work itself; some pages list several works."""
WORKS_OF_ONE_LINK: Works = 4
"""An identifier or a link that more works have is that of a volume or a list, and no error."""

# --- volume, number, pages ---------------------------------------------------------------------

SAME_VOLUME: Bits = 3
"""3,193 pairs of one work and 29 of two: hundreds of papers are in a volume."""
OTHER_VOLUME: Bits = -6
"""27 pairs of one work and 282 of two. `1` next to volume 32, supplement 1, is that supplement."""
SAME_NUMBER: Bits = 1
"""1,458 pairs of one work and 27 of two; low, as it follows from the volume and the pages."""
OTHER_NUMBER: Bits = -6
"""4 pairs of one work and 60 of two."""
OTHER_NUMBER_SAME_PAGE: Bits = -1
"""Another number where the first page is the same: months and parts are written as numbers."""
SAME_FIRST_PAGE: Bits = 5
"""2,598 pairs of one work and 0 of two; low, as abstracts share a page."""
SAME_LOW_PAGE: Bits = 3
"""Every volume has a paper that begins on a page below 100."""
LOW_PAGE: Digits = 2
"""A first page of at most this many digits is low."""
SAME_LAST_PAGE: Bits = 1
"""2,383 pairs of one work and 0 of two; low, as it follows from the first page."""
SAME_TAIL: Bits = 3
"""`Suppl-87` is the end of `S376-S387`: 29 pairs of one work and 0 of two."""
OTHER_FIRST_PAGE: Bits = -7
"""17 pairs of one work and 132 of two."""
PAGES_FROM_ONE: Bits = -3
"""One work is counted from page 1: a reprint, or pages of the PDF."""
OVERLAPPING_PAGES: Bits = -3
"""`246-250` and `250-254` have a page in common: counted differently, or two short papers."""
PAGE_IN_RANGE: Bits = 0
"""`569` and `567-569`: one source names the last page."""
PAGE_WITHOUT_LETTER: Bits = 0
"""`S12` and `12`: one source omits the letter of the supplement."""
SAME_REVIEW: Bits = 0
"""A Cochrane review has one locator in all its versions."""
ARTICLE_NUMBER: Digits = 7
"""No page has this many digits: 2000045 is the number of an article."""
SUPPLEMENT_PAGE: Digits = 2
"""After a letter other than S a number of more digits is that of an article: `e0143396`."""
ISSUE_NUMBER: Digits = 4
"""A number with more digits is that of an article, which another source writes as a page."""
SUPPLEMENT_SPAN: PageCount = 40
"""`S3-89` ends so far from 3 that 3 is the number of the supplement."""
SHORTEST_PAPER: PageCount = 4
"""Several abstracts or letters are on fewer pages. So a shorter range does not settle other words
in two titles."""
LONGEST_PAPER: PageCount = 40
"""A range of more pages may be that of a supplement, which databases give to each abstract."""
LONGEST_RANGE: PageCount = 100
"""A range of this many pages or more is an error, and its pages are not compared."""

# --- year and venue ----------------------------------------------------------------------------

SAME_YEAR: Bits = 1
"""5,584 pairs of one work and 350 of two."""
NEXT_YEAR: Bits = -1
"""One year apart: 12 pairs of one work and 188 of two; online first, then in print."""
NEXT_YEAR_OF_RECURRING: Bits = -3
"""One year apart, for a title that recurs: 0 pairs of one work and 292 of two."""
OTHER_YEAR: Bits = -6
"""More than a year apart: 0 pairs of one work and 293 of two."""
AHEAD_OF_PRINT: Bits = 0
"""One year apart, and one has no volume and no page yet."""
PREPRINT_YEARS: Bits = 0
"""A publication comes years after its preprint."""
PREPRINT_TO_PUBLICATION: Years = 4
"""A publication comes this many years after its preprint at most."""
PREPRINT_AFTER_PUBLICATION: Years = 1
"""A preprint comes this many years after its publication at most."""
PREPRINT_AND_PUBLICATION: Bits = 3
"""A preprint and a publication of years that fit: the usual pair of two versions of one paper."""
PREPRINT_ELSEWHERE: Bits = 0
"""A preprint and a publication of years that do not fit."""
SAME_VENUE: Bits = 2
"""5,535 pairs of one work and 679 of two: people write for one venue again. Venues are compared by
acronym, abbreviation and spelling; a name that is part of the other weighs nothing (`Cancer`,
`Cancer Research`)."""
OTHER_VENUE: Bits = -4
"""8 pairs of one work and 428 of two. Not a veto: a name may be written in a way that is not
known."""
SAME_VENUE_NAME: PerCent = 92.0
"""From this likeness on names of venues are one: a typing error, a plural, another
transliteration."""
VENUE_NAME: Letters = 8
"""A shorter name must be equal, as one letter makes another name."""
SAME_VENUE_WORD: PerCent = 85.0
"""From this likeness on words of names are one: one wrong letter in seven."""
VENUE_WORD: Letters = 6
"""Only words of this many letters are compared by likeness."""
CONTRACTED_WORD: Letters = 3
"""A word that leaves letters out has at least this many: `med` and `intl`."""
CONTRACTION_WITHOUT_END: Letters = 4
"""From this length a contraction may also lack the last letter."""
CONTRACTION_BEGINNING: Letters = 5
"""A contraction leaves letters out before this one: `neurol` and `neuropsychol`, which begin with
the same five letters, are two words."""
VENUE_ACRONYM: Letters = 3
"""An acronym of fewer letters fits too many names."""
LONGEST_ACRONYM: Letters = 16
"""Acronyms of more letters and names of more words are not compared: it takes too long."""

# --- books, theses, reports --------------------------------------------------------------------

SAME_PUBLISHER: Bits = 2
"""The publisher of two books, the school of two theses."""
SAME_PUBLISHER_NAME: PerCent = 92.0
"""From this likeness on names of publishers are one."""
SAME_ISBN: Bits = 4
"""The same ISBN of a whole book; the volumes of a set may share one."""
OTHER_ISBN: Bits = -3
"""Paperbacks and electronic books have a separate ISBN."""
OTHER_EDITION: Bits = -9
"""Another edition, or another version of a program, is another publication. `2`, `2nd` and
`Second, revised` are one."""
OTHER_FORM: Bits = -4
"""A thesis or a report, and a paper; a master's thesis and a doctor's: versions."""
OTHER_REVIEW_VERSION: Bits = -9
"""One Cochrane review in another issue or year: a version, as its number stays."""

# --- titles that recur -------------------------------------------------------------------------

SHORT_RECURRING_TITLE: Letters = 20
"""A title is short if it has fewer letters."""
YEARS_OF_SHORT_TITLE: Years = 2
"""A short title recurs if one venue has it in this many years."""
YEARS_OF_TITLE: Years = 3
"""Any other title recurs if one venue has it in this many years: a citation with a wrong year makes
two years of one."""
MOST_RECORDS: Share = 0.6
"""A title does not recur if one year has more of its records: the other years are errors of
citations."""

# --- which works are compared ------------------------------------------------------------------

TITLE_BEGINNING: Letters = 24
"""Works whose titles begin with the same letters are compared, also in an import."""
RARE_WORDS: Words = 4
"""Each two of the rarest words of a title make a block."""
LONG_WORDS: Words = 3
"""The longest words of a title make a block."""
BLOCK_WORD: Letters = 3
"""Shorter words make no block."""
LARGEST_BLOCK: Works = 64
"""A block of more works is cut: all pairs of 64 works are 2,016 comparisons."""
NEIGHBOURS: Works = 24
"""Of a larger block this many works are compared that follow each other in an order."""
CUT_TITLE: Letters = 40
"""A large block is cut by this many letters of the title."""
CUT_SURNAME: Letters = 5
"""A large block is cut by this many letters of a surname: its end is misspelled or missing."""
CUT_AUTHORS: Authors = 3
"""The works of a large block are ordered by this many authors."""
NAME_WORD: Letters = 3
"""Shorter words of names are initials or particles, and not compared."""
CERTAIN_TITLE: Letters = 26
"""An import fills a paper by title, people, year and venue alone if the title has this many
letters: a shorter one may be that of a column."""
CERTAIN_GENERIC_TITLE: Letters = 50
"""The same for a title with a generic word (`report`, `review`, `announcements`)."""
ALIKE_ABSTRACTS: PerCent = 50.0
"""An import does not fill a paper whose abstract is less similar. Of records with similar titles:
abstracts at least 90 % similar, 430 of 433 pairs were of one work; below 50 %, 1 of 75."""
WORKS_OF_ONE_IDENTIFIER: Works = 10
"""An import compares no papers by an identifier that more papers have: it names a volume."""
PAPERS_OF_ONE_TITLE: Works = 40
"""An import compares a record with at most this many papers whose titles begin the same."""

# --- groups ------------------------------------------------------------------------------------

LARGEST_GROUP: Works = 1000
"""A larger group of different records is asked about: a chain of errors joins that many."""
CLEARLY_NEARER: Ratio = 1.5
"""A work stays in a group if it is nearer to it by this than to any other group that it may join;
else it joins neither."""
