"""The agents as Mesa sees them: live, read-only views of rows in the engine's records.

A view holds no state of its own. Reading ``family.trust`` reads the record; only the rules of the engine change it.
"""

from typing import Any, ClassVar

import mesa
import numpy as np

from sim.agents.care_tie import OPEN
from sim.agents.family import STATUSES, family_type
from sim.agents.network_member import network_member_type
from sim.agents.organisation import organisation_type
from sim.agents.professional import SECTORS, post_type


def reading(name: str, of: str) -> property:
    """A property that reads one field of the record and refuses to be set."""

    def read(view: "View") -> Any:
        value = view.record[name]
        if isinstance(value, np.ndarray):
            value = value.copy()
            value.flags.writeable = False
            return value
        return value.item() if isinstance(value, np.generic) and not value.dtype.names else value.copy()

    def refuse(view: "View", value: Any) -> None:
        raise AttributeError(f"{type(view).__name__}.{name} is a live view: only the rules of the engine change it")

    return property(read, refuse, doc=f"Field `{name}` of the record of {of}.")


class View(mesa.Agent):
    """A live view of one row.

    Attributes:
        region: number of the region.
        row: row in the region's records.
    """

    of: ClassVar[str]
    layout: ClassVar[np.dtype]

    def __init_subclass__(cls, **more: Any) -> None:
        """Give each kind of view a property for each field of its record."""
        super().__init_subclass__(**more)
        layout = cls.__dict__.get("layout")
        for name in layout.names or () if layout is not None else ():
            if name not in cls.__dict__:
                setattr(cls, name, reading(name, cls.__name__))

    def __init__(self, model: Any, region: int, row: int) -> None:
        super().__init__(model)
        self.region = region
        self.row = row

    @property
    def record(self) -> Any:
        """The row in the engine's records."""
        return getattr(self.model.worlds[self.region], self.of)[self.row]


class Family(View):
    """A family; fields as in ``sim.agents.family``."""

    of = "family"
    layout = family_type

    @property
    def standing(self) -> str:
        """Where the family stands, in words."""
        return STATUSES[self.record.status]

    @property
    def helpers(self) -> list[int]:
        """Rows of the posts that have an open case with this family."""
        ties = self.record.tie
        return [int(tie["post"]) for tie in ties if tie["status"] == OPEN]


class Professional(View):
    """A post and the person on it; fields as in ``sim.agents.professional``."""

    of = "post"
    layout = post_type

    @property
    def works_in(self) -> str:
        """The sector, in words."""
        return SECTORS[self.record.sector]


class Coordinator(View):
    """The role of care coordinator: there as long as this person coordinates for at least one family."""

    of = "post"
    layout = post_type

    def __init__(self, model: Any, region: int, row: int) -> None:
        super().__init__(model, region, row)
        self.person = int(self.record.incumbent)

    @property
    def families(self) -> list[int]:
        """Rows of the families for which this person is coordinator."""
        plan = self.model.worlds[self.region].family["plan"]
        here = (plan["active"] == 1) & (plan["coordinator"] == self.row) & (plan["incumbent"] == self.person)
        return [int(row) for row in np.flatnonzero(here)]


class Organisation(View):
    """An organisation with its posts and its waiting list; fields as in ``sim.agents.organisation``."""

    of = "organisation"
    layout = organisation_type

    @property
    def works_in(self) -> str:
        """The sector, in words."""
        return SECTORS[self.record.sector]


class School(Organisation):
    """A school: the staff who know the child, its care structure, its link to a social team."""


class MentalHealthService(Organisation):
    """A service for youth or adult mental health."""


class NetworkMember(View):
    """Somebody of a family's own network; fields as in ``sim.agents.network_member``."""

    of = "family"
    layout = network_member_type

    def __init__(self, model: Any, region: int, row: int, number: int) -> None:
        super().__init__(model, region, row)
        self.number = number

    @property
    def record(self) -> Any:
        """The person's record within the family's."""
        return self.model.worlds[self.region].family[self.row].member[self.number]
