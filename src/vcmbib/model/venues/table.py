"""The table of known venues, and the keys that are equal for all spellings of one venue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from vcmbib.model.text import fold
from vcmbib.model.venues.venue import Venue, VenueKind

# Words in titles of venues: first the stem, then the other forms. The keys follow ISO 4, which
# abbreviates words by a list (the LTWA) and drops articles, prepositions and conjunctions. So
# "IEEE Trans. Image Process." and "IEEE Transactions on Image Processing" have the same key.
_FORMS = """
acad academy|acoust acoustics|adv advances advanced advancements|am american|annu annual
anal analysis analytics|appl application applications applied|archit architecture architectures
areas|artif artificial|assoc association|auton autonomous|autom automation automatic automated
biol biology biological|biom biometrics|biomed biomedical biomedicine|broadcast broadcasting
circuits circuit|commun communications communication comm comms|comput computer computers computing
computation computational|conf conference conferences confer|consum consumer|control
cybern cybernetics|database databases|des design|digit digital|discov discovery|distrib distributed
earth|electron electronics electronic|eng engineering|environ environment environmental
eur european|evol evolutionary|expert|forensics|found foundations|gener generation
geosci geoscience|graph graphics|image|imag imaging|ind industrial industry|inf information inform
informat informatics|instrum instrumentation|int international intl internat|integr integration
intell intelligence intelligent intel|interact interaction interactive|j journal jour
knowl knowledge|lang language languages|learn learning|lett letters letter|linguist linguistics
mach machine machines|mag magazine|manag management|math mathematics mathematical|meas measurement
med medical medicine|meet meeting|method methods|min mining|mob mobile|multimed multimedia multim
natl national|nat nature|netw network networks networking|obs observations observation observ
oper operating|parallel|pattern patterns|photogramm photogrammetry|proc proceedings proceeding
process processing|program programming|recognit recognition recogn recog|rem remote
rep reports report|represent representation|res research|retr retrieval|rev review reviews
robot robotics robots|sci science sciences scientific|secur security|sel selected|sens sensing
sensor sensors|serv services service|signal signals|simul simulation|soc society|softw software
spat spatial|speech|stat statistics statistical|surv surveys survey|symp symposium sympos
syst systems system sys|technol technology technologies tech|telecommun telecommunications
theor theoretical|theory|tools|top topics topic|trans transactions transaction|transp transportation
underst understanding|univ university|veh vehicular vehicles|vis vision visual visualization
visualisation|wirel wireless|workshop workshops wkshp wkshps wksp wksps|found foundations
recommend recommender|expo exposition|model modeling modelling
"""
_STEMS = {
    form: forms.split()[0]
    for line in _FORMS.replace("\n", "|").split("|")
    if (forms := line)
    for form in forms.split()
}
_LEFT_OUT = frozenset(
    "a an and at by for from in of on over the to with annual biennial edition".split()
)
SPONSORS = frozenset(
    "ieee acm cvf rsj iapr usenix siam sigkdd sigmod sigir sigplan sigchi sigcomm sigops "
    "sigsoft sigact sigsac springer elsevier".split()
)

_TOKEN = re.compile(r"[^\W_]+")
_GLUED_YEAR = re.compile(r"(\d?[^\W\d_]{1,20}\d?[^\W\d_]{0,20})((?:19|20)\d\d)")
_ORDINAL = re.compile(
    r"\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth|twel[fv]th|\w+teenth|\w+tieth|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_SHORT_YEAR = re.compile(r"'\s?\d\d\b")


def tokens(text: str) -> list[str]:
    """Return the folded words of `text` without years, ordinals and other numbers."""
    folded = fold(text)
    if "'" in folded:
        folded = _SHORT_YEAR.sub(" ", folded)
    return [word for token in _TOKEN.findall(folded) if (word := _word(token))]


@lru_cache(maxsize=8192)
def _word(token: str) -> str:
    """Return `token` without a year at its end; empty for a number or an ordinal."""
    if token.isdecimal() or _ORDINAL.fullmatch(token):
        return ""
    glued = _GLUED_YEAR.fullmatch(token)
    return glued.group(1) if glued else token


def stems(words: Iterable[str]) -> tuple[str, ...]:
    """Return `words` in the form in which venue names are compared.

    Function words are dropped and the other words are abbreviated. `annual`, `biennial` and
    `edition` are dropped too, because they do not belong to the name.
    """
    return tuple([_STEMS.get(w, w) for w in words if w not in _LEFT_OUT])


@dataclass(frozen=True, slots=True)
class VenueTable:
    """The known venues, and the indexes that find them."""

    venues: tuple[Venue, ...]
    by_name: dict[tuple[str, ...], Venue]
    by_acronym: dict[str, Venue]  # acronyms and short names, without blanks
    acronyms: frozenset[str]
    by_bare_name: dict[tuple[str, ...], Venue | None]  # without sponsors; None: not unique
    words: dict[Venue, frozenset[str]]  # the stems of all spellings
    topics: frozenset[str]  # the stems that name the subject of a venue

    def by_spelling(self, words: list[str]) -> Venue | None:
        """Return the venue with this name, acronym or short name, or None."""
        key = stems(words)
        if venue := self.by_name.get(key):
            return venue
        if len(words) <= 4 and (venue := self.by_acronym.get("".join(words))):
            return venue
        bare = key
        if not SPONSORS.isdisjoint(key):
            bare = tuple(w for w in key if w not in SPONSORS)
        venue = self.by_bare_name.get(bare)
        if venue is None:
            return None
        sponsors = set(key) & SPONSORS
        if not sponsors <= self.words[venue]:
            return None
        # "Transactions on Image Processing" is specific enough without its sponsor. "Virtual
        # Reality" is not: it is also a journal of another publisher.
        is_specific = len(
            [w for w in bare if w not in GENERIC_WORDS]
        ) > 1 and not _KINDS.isdisjoint(bare)
        return venue if sponsors or is_specific else None

    def by_title(self, words: list[str]) -> Venue | None:
        """Like `by_spelling`, but `In` and `Proceedings of the` may come before the name."""
        while True:
            if venue := self.by_spelling(words):
                return venue
            if not words or words[0] not in _PRELUDE:
                return None
            words = words[1:]

    def is_acronym(self, words: list[str]) -> bool:
        """Whether `words` are the acronym of a venue, not its name."""
        return "".join(words) in self.acronyms


_KINDS = frozenset("conf trans symp j lett workshop mag congress meet".split())
_PRELUDE = frozenset("in of the proceedings proc proceeding procs".split())

# Words in names of venues that do not name a subject.
GENERIC_WORDS = (
    frozenset(
        "conf int symp workshop proc meet joint congress trans j lett mag rev natl adv papers "
        "paper track main long short full volume vol part research res series lecture notes "
        "lncs pmlr cvf ieee acm revised selected sel special issue summit annu world global".split()
    )
    | SPONSORS
)
# Words in names of venues that are also in names of places.
_PLACES = frozenset(
    "new asia pacific asian north am eur china chinese german british scandinavian southwest "
    "indian states united nations america europe archive city south york".split()
)
# Subjects that occur only in names of venues outside the table. One of them after a known name
# shows that the text names another venue.
_MORE_TOPICS = frozenset(
    "optimization ethics bioinformatics education business finance health law policy economics "
    "intelligence cloud blockchain iot ubiquitous semantics ontology agents biology chemistry "
    "physics materials energy power agriculture transport logistics manufacturing innovation "
    "culture humanities art arts music games society values".split()
)


def _spellings(venue: Venue) -> tuple[str, ...]:
    return (*((venue.acronym,) if venue.acronym else ()), venue.name, *venue.names)


def _compact(text: str) -> str:
    """The folded letters and digits of `text`, without blanks."""
    return "".join(_TOKEN.findall(fold(text)))


@cache
def venue_table() -> VenueTable:
    """Return the shipped table. The file is read once.

    Raises ValueError for a line that is not a venue, or for two venues with the same spelling.
    """
    venues = tuple(_read())
    by_name: dict[tuple[str, ...], Venue] = {}
    by_acronym: dict[str, Venue] = {}
    by_bare_name: dict[tuple[str, ...], Venue | None] = {}
    words: dict[Venue, frozenset[str]] = {}
    acronyms: set[str] = set()
    for venue in venues:
        own_words: set[str] = {fold(venue.publisher)} if venue.publisher else set()
        for spelling in _spellings(venue):
            key = stems(_TOKEN.findall(fold(spelling)))
            own_words.update(key)
            if by_name.setdefault(key, venue) is not venue:
                raise ValueError(f"two venues are called {spelling!r}")
            bare = tuple(w for w in key if w not in SPONSORS)
            if bare and by_bare_name.setdefault(bare, venue) is not venue:
                by_bare_name[bare] = None
            if len(key) <= 2 or spelling == venue.acronym:
                compact = _compact(spelling)
                if by_acronym.setdefault(compact, venue) is not venue:
                    raise ValueError(f"two venues are called {spelling!r}")
                if spelling == venue.acronym or (" " not in spelling and spelling != venue.name):
                    acronyms.add(compact)
        words[venue] = frozenset(own_words)
    topics = frozenset().union(*words.values()) - GENERIC_WORDS - _PLACES | _MORE_TOPICS
    return VenueTable(venues, by_name, by_acronym, frozenset(acronyms), by_bare_name, words, topics)


def _read() -> Iterable[Venue]:
    """Read `venues.tsv`: kind, acronym, name, publisher, other spellings. Raises ValueError."""
    text = Path(__file__).with_name("venues.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) not in (4, 5) or not cells[2]:
            raise ValueError(f"venues.tsv, line {number}: not a venue")
        kind, acronym, name, publisher, *rest = cells
        names = tuple(n.strip() for n in "".join(rest).split(" | ") if n.strip())
        yield Venue(acronym or None, name, VenueKind(kind), publisher or None, names)


def workshop_venue(venue: Venue) -> Venue:
    """See `vcmbib.model.venues.lookup.workshop_of`."""
    if venue.kind is VenueKind.WORKSHOP:
        return venue
    by_acronym = venue_table().by_acronym
    workshop = by_acronym.get(_compact(venue.acronym) + "w") if venue.acronym else None
    if workshop and workshop.kind is VenueKind.WORKSHOP:
        return workshop
    acronym = f"{venue.acronym}W" if venue.acronym else None
    return Venue(acronym, f"{venue.name} Workshops", VenueKind.WORKSHOP, None)
