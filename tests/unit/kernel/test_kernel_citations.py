from datetime import date

import pytest

from relaas.kernel.citations import Bwb, CitationError, Ecli, FreeReference, Jci, Publication, link, parse_citation

ALIENS_ACT_8 = "jci1.3:c:BWBR0011823&artikel=8&z=2024-01-01&g=2024-01-01"


class TestAReference:
    @pytest.mark.parametrize(
        ("ref", "kind", "address"),
        [
            ("ECLI:NL:HR:2017:2225", Ecli, "https://deeplink.rechtspraak.nl/uitspraak?id=ECLI:NL:HR:2017:2225"),
            ("ECLI:NL:RBDHA:2021:727", Ecli, "https://deeplink.rechtspraak.nl/uitspraak?id=ECLI:NL:RBDHA:2021:727"),
            ("ECLI:EU:C:2023:269", Ecli, None),
            ("BWBR0011823", Bwb, "https://wetten.overheid.nl/BWBR0011823"),
            (ALIENS_ACT_8, Jci, f"https://wetten.overheid.nl/{ALIENS_ACT_8}"),
            ("stcrt-2016-58653", Publication, "https://zoek.officielebekendmakingen.nl/stcrt-2016-58653.html"),
            ("stb-2019-143", Publication, "https://zoek.officielebekendmakingen.nl/stb-2019-143.html"),
            ("kst-27062-98", Publication, "https://zoek.officielebekendmakingen.nl/kst-27062-98.html"),
            ("kst-34000-VI-12", Publication, "https://zoek.officielebekendmakingen.nl/kst-34000-VI-12.html"),
            ("Directive 2004/81/EC, art. 6", FreeReference, None),
            ("https://example.org/letter", FreeReference, "https://example.org/letter"),
        ],
    )
    def test_is_known_by_its_kind_and_leads_to_its_text(self, ref: str, kind: type, address: str | None) -> None:
        assert type(parse_citation(ref)) is kind
        assert link(ref) == address

    @pytest.mark.parametrize(
        ("ref", "reason"),
        [
            ("", "A reference is empty"),
            ("ECLI:NL:HR:2017", "is not an ECLI"),
            ("ecli:nl:hr:2017:2225", "in capitals"),
            ("ECLI:NL:TOOLONGCOURT:2017:1", "is not an ECLI"),
            ("ECLI:NL:HR:2017:2225\n", "is not an ECLI"),
            ("BWBR001182", "seven digits"),
            ("bwbr0011823", "seven digits"),
            ("BWBX0011823", "seven digits"),
            ("stcrt-58653", "is not an official publication"),
            ("Kst-27062", "is not an official publication"),
            ("jci1.2:c:BWBR0011823&z=2024-01-01&g=2024-01-01", "does not begin with jci1.3:c:"),
            ("jci1.3:c:BWBR11823&z=2024-01-01&g=2024-01-01", "'BWBR11823' is not a BWB identifier"),
            ("jci1.3:c:BWBR0011823&artikel&z=2024-01-01&g=2024-01-01", "'artikel' is not key=value"),
            ("jci1.3:c:BWBR0011823&lid=1&lid=2&z=2024-01-01&g=2024-01-01", "lid= is given twice"),
            ("jci1.3:c:BWBR0011823&g=2024-01-01", r"z= \(the day it was consulted\) is missing"),
            ("jci1.3:c:BWBR0011823&z=2024-01-01", r"g= \(the day it was valid on\) is missing"),
            ("jci1.3:c:BWBR0011823&z=2024-02-30&g=20240101", "z=2024-02-30 is not a date; g=20240101 is not a date"),
            ("jci", "does not begin with jci1.3:c:; .* is missing"),
        ],
    )
    def test_that_is_bad_is_refused_with_the_reason(self, ref: str, reason: str) -> None:
        with pytest.raises(CitationError, match=reason):
            link(ref)


class TestAPlaceInAnAct:
    def test_tells_the_act_the_place_and_the_days(self) -> None:
        place = Jci("jci1.3:c:BWBR0011823&artikel=2&lid=1&g=2004-04-13&z=2024-11-23")
        assert place.bwb == Bwb("BWBR0011823")
        assert place.places == {"artikel": "2", "lid": "1"}
        assert place.valid_on == date(2004, 4, 13)
        assert place.consulted_on == date(2024, 11, 23)

    @pytest.mark.parametrize("artikel", ["8", "8:1", "3.48", "273f", "4:17"])
    def test_may_be_any_form_of_article_number(self, artikel: str) -> None:
        place = Jci(f"jci1.3:c:BWBR0005537&artikel={artikel}&z=2015-11-29&g=2015-11-29")
        assert place.places == {"artikel": artikel}
