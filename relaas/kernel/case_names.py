"""The words of which case names are made: sixty colours and materials, sixty birds, none of them a first name.

Left out on purpose: colours by which people are described, birds that are also first names (merel, robin, arend) or
terms of abuse (uilskuiken, koekoek), and birds that are not de-words, so that every pair is good Dutch.
"""

from typing import Final

# fmt: off
# fmt: off
COLOURS: Final = (
    "aardbeirode", "appelgroene", "azuurblauwe", "barnstenen", "blauwe", "bonte", "bronzen", "dennengroene",
    "dennenhouten", "donkerblauwe", "essenhouten", "fluwelen", "gestreepte", "gespikkelde", "glazen", "gouden",
    "granieten", "grasgroene", "groene", "hemelsblauwe", "houten", "ijsblauwe", "iepenhouten", "ijzeren", "kersenrode",
    "klaproosrode", "kobaltblauwe", "koperen", "koraalrode", "korenblauwe", "kristallen", "lichtblauwe", "lindegroene",
    "linnen", "marineblauwe", "marmeren", "mosgroene", "nachtblauwe", "olijfgroene", "oranje", "paarse", "papieren",
    "pauwblauwe", "parelgrijze", "porseleinen", "robijnrode", "rode", "roestrode", "satijnen", "smaragdgroene",
    "staalblauwe", "stalen", "stenen", "tinnen", "turquoise", "varengroene", "wilgengroene", "wollen", "zeegroene",
    "zilveren",
)
# fmt: on

# fmt: off
BIRDS: Final = (
    "aalscholver", "appelvink", "bergeend", "blauwborst", "boomklever", "boomkruiper", "boomleeuwerik", "boompieper",
    "bosrietzanger", "bosruiter", "buizerd", "dwergmeeuw", "drieteenmeeuw", "ekster", "fuut", "geelgors", "goudplevier",
    "goudvink", "graspieper", "grutto", "havik", "heggenmus", "houtduif", "houtsnip", "ijsvogel", "kievit", "karekiet",
    "kluut", "koolmees", "kramsvogel", "kuifeend", "kwartel", "kwikstaart", "lepelaar", "meerkoet", "nachtegaal",
    "oeverloper", "oeverzwaluw", "ooievaar", "parelduiker", "patrijs", "pijlstaart", "pimpelmees", "putter",
    "regenwulp", "reiger", "rietgors", "rietzanger", "roerdomp", "scholekster", "slechtvalk", "spreeuw", "steenloper",
    "tapuit", "tjiftjaf", "torenvalk", "tureluur", "veldleeuwerik", "wielewaal", "winterkoning",
)
# fmt: on
