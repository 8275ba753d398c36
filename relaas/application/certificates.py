"""The certificate of destruction: that the key of a case was destroyed, who decided it, and when the last copy goes."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from relaas.application.retention import law_of_retention
from relaas.kernel.moments import AMSTERDAM, amsterdam_date
from relaas.storage.models.erasures import Erasure


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What can be said about an erased case. It names no child: the number is all that tells which case it was.

    ``key_destroyed_at`` None: decided, and not finished yet. ``copies_expire_on`` None: this deployment does not say
    how long backups of its key store live.
    """

    number: str
    decided_at: datetime
    decided_by: str
    role: str
    organisation: str
    ground: str
    ground_title: str
    rests_on: tuple[str, ...]
    key_destroyed_at: datetime | None
    copies_expire_on: date | None

    @property
    def as_json(self) -> dict[str, Any]:
        """The same for other programs, dates in ISO 8601."""
        values = asdict(self)
        return {
            "format": 1,
            **{
                name: value.isoformat() if isinstance(value, date) else value  # a datetime is a date too
                for name, value in values.items()
            },
        }

    @property
    def as_text(self) -> str:
        """The same for people, in Dutch."""
        lines = [
            f"Verklaring van vernietiging, zaak {self.number}",
            "",
            f"Besloten op {_moment(self.decided_at)} door {self.decided_by} ({self.role}, {self.organisation}).",
            f"Grond: {self.ground_title} ({self.ground}).",
            *(f"  {source}" for source in self.rests_on),
            "",
            *self._destruction(),
            "",
            "Wat in de zaak was geschreven, is alleen met die sleutel te lezen. Wat blijft: het zaaknummer, de",
            "verzonnen naam, welke handelingen op welke dag door wie zijn vastgelegd, en het logboek; geen woord van",
            "wat erin stond.",
        ]
        return "\n".join(lines) + "\n"

    def _destruction(self) -> list[str]:
        if self.key_destroyed_at is None:
            return ["De sleutel is nog niet vernietigd. Maak het af: relaas keys finish-erasures"]
        done = f"De sleutel van de zaak is vernietigd op {_moment(self.key_destroyed_at)}."
        if self.copies_expire_on is not None:
            return [done, f"De laatste reservekopie van de sleutel verloopt op {self.copies_expire_on.isoformat()}."]
        return [
            done,
            "Wanneer de laatste reservekopie van de sleutel verloopt, is niet bekend: deze installatie zegt niet hoe",
            "lang kopieën van de sleutelbewaarplaats blijven bestaan. Zet RELAAS_KEY_BACKUP_DAYS op dat aantal",
            "dagen en vraag de verklaring opnieuw, of vernietig die kopieën en leg dat bij deze verklaring vast.",
        ]


def certificate_of(erasure: Erasure) -> Certificate:
    """The certificate of a case that was decided to be erased."""
    law = law_of_retention()
    basis = law.rules.get(erasure.ground) or law.grounds.get(erasure.ground)
    destroyed = erasure.case.key_destructions.order_by("-pk").first()
    days = settings.RELAAS_KEY_BACKUP_DAYS
    expire = amsterdam_date(destroyed.at) + timedelta(days=days) if destroyed and days is not None else None
    return Certificate(
        number=erasure.case.number,
        decided_at=erasure.decided_at,
        decided_by=erasure.person.name,
        role=erasure.role,
        organisation=erasure.organisation.name,
        ground=erasure.ground,
        ground_title=basis.title.nl if basis else erasure.ground,
        rests_on=tuple(law.sources[source].title for source in basis.rests_on) if basis else (),
        key_destroyed_at=destroyed.at if destroyed else None,
        copies_expire_on=expire,
    )


def _moment(at: datetime) -> str:
    return at.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M")
