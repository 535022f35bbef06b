"""The people and organisations of a region as Mesa agents: windows on the rows of its records.

A view holds no state. Whatever is asked of it is read from its row at that moment, so it is as live as the engine; and
whatever is set on it is refused, because only the engine moves a region. Every field of a record is a property of its
view, with the comment of the field as its docstring.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import mesa
import numpy as np

from sim.agents import family, network_member, organisation, person, professional
from sim.agents.need import ON_LIST, OPEN
from sim.agents.person import WEEKS_PER_YEAR
from sim.names import ADULT_MENTAL_HEALTH, DOMAINS, SCHOOL_STAFF, SECTORS, STATUSES, TASKS, YOUTH_MENTAL_HEALTH

FIELD_WITH_COMMENT = re.compile(r'^\s*\("(\w+)", .*\),\s*# (.+)$', re.MULTILINE)
SET_BY_MESA = ("model", "unique_id", "pos")


class NoNumbers:
    """Where Mesa 3.3 takes an agent's number from: views have their own, and leave those of a user's agents alone."""

    def __getitem__(self, model: Any) -> Iterator[int]:
        """A number that is not kept."""
        return iter((0,))


class View(mesa.Agent):
    """A window on one row of one region. Rows are never given to anybody else, so (region, row) stays one agent.

    Its ``unique_id`` is below nought: Mesa counts up from 1, so that no agent of a user's own ever has the same.

    Attributes:
        region: number of the region.
        row: number of the row in that region.
    """

    _ids = NoNumbers()
    rows: str  # where a world keeps the records of this kind
    region: int
    row: int

    def __init__(self, model: Any, region: int, row: int) -> None:
        self.__dict__.update(region=region, row=row)
        super().__init__(model)
        self.unique_id = -model.next_agent_number()

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in SET_BY_MESA and not name.startswith("_"):
            raise AttributeError(
                f"{type(self).__name__}.{name} cannot be set: agents are live views on the engine, which alone moves "
                "them; change settings in the scenario instead"
            )
        super().__setattr__(name, value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self.key}"

    @property
    def key(self) -> tuple[int, ...]:
        """What tells it from the others of its type: (region, row)."""
        return (self.region, self.row)

    @property
    def cell(self) -> Any:
        """Where it is in ``model.space`` as that is now; None for people of a family, which has the cell."""
        return self.model.cell_of(self)

    @property
    def _world(self) -> Any:
        return self.model.worlds[self.region]

    @property
    def _record(self) -> Any:
        return getattr(self._world, self.rows)[self.row]


def shows(rows: str, record: np.dtype, home: ModuleType) -> Callable[[type], type]:
    """Give a view a property for each field of its record, but for those it presents in a way of its own.

    Args:
        rows: where a world keeps these records.
        record: their dtype.
        home: the module that declares it; its comments become docstrings.
    """
    comments = comments_of(home)

    def with_properties(view: Any) -> Any:
        view.rows = rows
        for name in record.names or ():
            if name not in vars(view):
                setattr(view, name, property(reader(name), doc=comments.get(name, name.replace("_", " "))))
        return view

    return with_properties


def comments_of(home: ModuleType) -> dict[str, str]:
    """The comment behind each field in the source of a module; none where only compiled files were installed."""
    try:
        return dict(FIELD_WITH_COMMENT.findall(inspect.getsource(home)))
    except OSError:
        return {}


def reader(name: str) -> Callable[[Any], Any]:
    """A function that reads one field of a view's row, as a plain number or as a copy that cannot be written to."""

    def read(view: Any) -> Any:
        value = view._record[name]
        if not isinstance(value, np.ndarray | np.void):
            return value.item()
        value = np.array(value)
        value.flags.writeable = False
        return value[()]

    return read


def part(name: str, place: int, doc: str) -> property:
    """A property that reads one number of a field with several."""
    return property(lambda view: view._record[name][place].item(), doc=doc)


@shows("family", family.family_type, family)
class Family(View):
    """A family that has come and has not left the region. Its own people are ``NetworkMember`` agents."""

    standing = property(lambda view: STATUSES[view.status], doc="waiting, in_care, dropped_out or closed")
    has_plan = property(lambda view: view._record["plan"]["active"] == 1, doc="whether it has a shared plan now")

    def _needs(self, status: int) -> np.ndarray:
        first = self._record["first_need"]
        needs = self._world.need.view(np.ndarray)[first : first + self._record["needs"]]
        return needs[needs["status"] == status]

    @property
    def people(self) -> list["Person"]:
        """Its parents, then its children."""
        first = int(self._record["first_person"])
        count = int(self._record["parents"]) + int(self._record["children"])
        found = (
            self.model.find(kind, self.region, row) for row in range(first, first + count) for kind in (Parent, Child)
        )
        return [one for one in found if one is not None]

    @property
    def wait_weeks(self) -> int:
        """Weeks of the longest of its present waits; 0 when it waits for nobody."""
        return int(max((self.model.week - 1 - self._needs(ON_LIST)["since"]), default=0))

    @property
    def helpers(self) -> list["Professional"]:
        """The professionals with an open case of this family, each of them once."""
        posts = self._world.relation["post"][self._needs(OPEN)["relation"]]
        return [self.model.find(Professional, self.region, row) for row in np.unique(posts).tolist()]

    @property
    def coordinator(self) -> "Coordinator | None":
        """Its care coordinator; None without a plan, or when the family coordinates itself."""
        plan = self._record["plan"]
        return self.model.find(Coordinator, self.region, int(plan["coordinator"])) if plan["active"] else None

    @property
    def network(self) -> list["NetworkMember"]:
        """The people of its own."""
        return [self.model.find(NetworkMember, self.region, self.row, who) for who in range(self._record["members"])]


for _place, _domain in enumerate(DOMAINS):
    setattr(Family, f"severity_{_domain}", part("severity", _place, f"severity in the domain {_domain}, 0 to 1"))


@shows("person", person.person_type, person)
class Person(View):
    """What parents and children have in common; every field of a person's record."""

    @property
    def family(self) -> Family:
        """Whose parent or child it is."""
        return self.model.find(Family, self.region, int(self._record["family"]))

    @property
    def severity(self) -> dict[str, float]:
        """How heavy this person's own needs are, 0 to 1, by domain."""
        family = self._world.family[self._record["family"]]
        needs = self._world.need.view(np.ndarray)[family.first_need : family.first_need + family.needs]
        own = needs[needs["person"] == self.row - family.first_person]
        return {DOMAINS[one["domain"]]: float(one["severity"]) for one in own}


class Parent(Person):
    """A father or mother, or who stands in for one."""


class Child(Person):
    """A child of a family."""

    @property
    def age(self) -> float:
        """In years, at the end of last week."""
        return (self.model.week - 1 - int(self._record["born"])) / WEEKS_PER_YEAR


@shows("post", professional.post_type, professional)
class Post(View):
    """What all who hold a post have in common; every field of the post's record."""

    sector = property(lambda view: SECTORS[view._record["sector"]], doc="name of the sector")
    squeeze = property(
        lambda view: 1.0 - view._record["contact_share"].item(),
        doc="share of the week's appointment hours that did not fit",
    )


for _place, _task in enumerate(TASKS):
    setattr(Post, f"hours_{_task}", part("hours", _place, f"hours of {_task} since week 0"))


class Professional(Post):
    """A post and whoever holds it now. It stays when the person leaves: ``filled`` is 0 until somebody else comes."""


class Coordinator(Post):
    """The role of care coordinator, held by the person on a post for one family at least.

    A role comes and goes, an agent's type does not: so this is an agent beside the ``Professional`` on the same row,
    there for as long as the role is.
    """

    @property
    def professional(self) -> Professional:
        """The professional who holds the role."""
        return self.model.find(Professional, self.region, self.row)

    @property
    def families(self) -> list[Family]:
        """The families with a plan for which this is the coordinator."""
        plan = self._world.family["plan"]
        held = (plan["active"] == 1) & (plan["coordinator"] == self.row)
        return [self.model.find(Family, self.region, row) for row in np.flatnonzero(held).tolist()]


@shows("organisation", organisation.organisation_type, organisation)
class Organisation(View):
    """A neighbourhood team, a service, a practice; with types of their own for schools and mental-health services."""

    sector = property(lambda view: SECTORS[view._record["sector"]], doc="name of the sector")

    @property
    def professionals(self) -> list[Professional]:
        """Its posts."""
        rows = range(self._record["first_post"], self._record["first_post"] + self._record["posts"])
        return [self.model.find(Professional, self.region, row) for row in rows]


class School(Organisation):
    """A school: the staff who know the child, structured care or little of it, a social team linked to it or none."""

    @property
    def team(self) -> Organisation | None:
        """The social team linked to it."""
        return self.model.find(Organisation, self.region, int(self._record["linked_team"]))


class MentalHealthService(Organisation):
    """A service of youth or adult mental health, with its waiting list."""


@shows("family", network_member.network_member_type, network_member)
class NetworkMember(View):
    """Somebody of a family's own network: (region, row of the family, number within the family)."""

    who: int

    def __init__(self, model: Any, region: int, row: int, who: int) -> None:
        self.__dict__.update(who=who)
        super().__init__(model, region, row)

    @property
    def key(self) -> tuple[int, ...]:
        """What tells it from the others of its type: (region, row of the family, number within the family)."""
        return (self.region, self.row, self.who)

    @property
    def family(self) -> Family:
        """Whose network it is."""
        return self.model.find(Family, self.region, self.row)

    @property
    def _record(self) -> Any:
        return super()._record["member"][self.who]


VIEWS = (Family, Parent, Child, Professional, Coordinator, School, MentalHealthService, Organisation, NetworkMember)
VIEW_OF_SECTOR = {
    SCHOOL_STAFF: School,
    YOUTH_MENTAL_HEALTH: MentalHealthService,
    ADULT_MENTAL_HEALTH: MentalHealthService,
}
