"""``plot`` on the results of an experiment, after ``import omtafel``: the pictures of its report, one by one."""

from charts.accessors import Plots, checked
from charts.chart import Chart
from charts.curves import curve_chart
from experiments.results import Results
from experiments.sensitivity import GAIN, Part, indices, parts, subjects
from reports.sections import break_even, curves, discovery, policies, spreads, variance
from reports.sections.break_even import judged
from sim.outcomes import OUTCOMES, Outcome
from sim.words import Language


class ResultsPlots(Plots):
    """Pictures of an experiment; which there are follows from its design.

    Without a name of an outcome they show the first one that the experiment asks for and of which one way is better;
    any of ``sim.outcomes.OUTCOMES`` can be asked for. Every one raises ``ValueError``, in one line, when the experiment
    has no such picture, for an unknown outcome, and when values are missing or nothing varies.
    """

    _one: Results

    def __call__(self, outcome: str | None = None) -> Chart:
        """The picture that belongs to the kind of experiment: a map, curves, regret, a tornado, or what else it has."""
        has = self.__dir__()
        if not has:
            raise ValueError("this experiment has no picture: that takes both routes and several cells, or policies")
        return self.spreads() if has[0] == "spreads" else getattr(self, has[0])(outcome)

    def __dir__(self) -> list[str]:
        """The pictures that this experiment has, the one that belongs to its kind first."""
        results, design = self._one, self._one.experiment.design.kind
        policed, paired = bool(results.experiment.policies), results.experiment.paired
        there = {
            "map": break_even.map_axes(results) is not None,
            "curves": curves.curve_axis(results) is not None,
            "regret": policed and len(policies.settings_of(results)) > 1,
            "levers": policed,
            "tornado": design == "one_at_a_time",
            "morris": design == "morris",
            "sobol": design == "sobol",
            "discovery": discovery.fills_a_space(results),
            "spreads": paired and len(results.cells) > 1,
        }
        return [name for name, one in there.items() if one]

    def map(self, outcome: str | None = None, panel: int = 0) -> Chart:
        """Two factors: where the shared plan is better, where parallel routes are, and the break-even between them.

        Args:
            outcome: which.
            panel: from 0; a map for each policy and each value of the other factors, in the order of the report.
        """
        one = self._asked("map", outcome)
        axes = break_even.map_axes(self._one)
        assert axes is not None
        maps = break_even.maps_of(self._one, one.name, axes)
        if panel not in range(len(maps)):
            raise ValueError(f"panel {panel} is outside 0 to {len(maps) - 1}")
        return break_even.picture(self._one, one, axes, *maps[panel])

    def curves(self, outcome: str | None = None) -> Chart:
        """One factor: what differs between the routes as it moves, a line for each setting of the others."""
        one = self._asked("curves", outcome)
        axis = curves.curve_axis(self._one)
        assert axis is not None
        return curve_chart(self._one.experiment.factors[axis], one, curves.curves(self._one, one.name, axis))

    def regret(self, outcome: str | None = None) -> Chart:
        """Policies: how much one would regret each in worlds or settings that may be true."""
        one = self._asked("regret", outcome)
        return policies.regret_picture(one, policies.regrets(self._one, one.name))

    def levers(self, outcome: str | None = None) -> Chart:
        """Policies: what each changes, as a mean and a range over worlds or settings."""
        one = self._asked("levers", outcome)
        return policies.lever_picture(self._one, one, policies.regrets(self._one, one.name))

    def tornado(self, outcome: str | None = None, of: str = "", part: int = 0, language: Language = "en") -> Chart:
        """One factor at a time: how far the difference moves when each goes to its ends.

        Args:
            outcome: which.
            of: ``"gain"``, or a route: of the outcome on it.
            part: from 0; a picture for each policy, under each form of the rules, in the order of the report.
            language: of the words.
        """
        return self._variance("tornado", outcome, of, part, language)

    def morris(self, outcome: str | None = None, of: str = "", part: int = 0, language: Language = "en") -> Chart:
        """Morris: how much each factor moves the gain, and how differently from place to place.

        Args:
            outcome: which.
            of: ``"gain"``, or a route: of the outcome on it.
            part: from 0; a picture for each policy, under each form of the rules, in the order of the report.
            language: of the words.
        """
        return self._variance("morris", outcome, of, part, language)

    def sobol(self, outcome: str | None = None, of: str = "", part: int = 0, language: Language = "en") -> Chart:
        """Sobol: which share of the variance each factor makes, alone and with others.

        Args:
            outcome: which.
            of: ``"gain"``, or a route: of the outcome on it.
            part: from 0; a picture for each policy, under each form of the rules, in the order of the report.
            language: of the words.
        """
        return self._variance("sobol", outcome, of, part, language)

    def discovery(self, outcome: str | None = None) -> Chart:
        """Where the shared plan loses, in conditions that people can read."""
        one = self._asked("discovery", outcome)
        found = discovery.discovery_of(self._one, one.name)
        if not found[0].boxes:
            raise ValueError(f"{one.name}: nothing to draw ({found[0].sentence})")
        return discovery.picture(self._one, one.name, *found)

    def spreads(self) -> Chart:
        """All outcomes shown: what differs between worlds or settings, and what is only luck."""
        self._check("spreads")
        return next(spreads.sections(self._one)).pictures[0]

    def _variance(self, name: str, outcome: str | None, of: str, number: int, language: Language) -> Chart:
        of = of or subjects(self._one)[0]
        one = self._asked(name, outcome, of == GAIN)
        part = self._part(number)
        found = indices(self._one, one.name, of, part)
        return variance.picture(self._one, one, found, of, part, language)

    def _part(self, number: int) -> Part:
        """A part of the experiment by its number."""
        there = parts(self._one)
        if number not in range(len(there)):
            raise ValueError(f"part {number} is outside 0 to {len(there) - 1}")
        return there[number]

    def _asked(self, name: str, outcome: str | None, gain: bool = True) -> Outcome:
        """The outcome of a picture that there is; of a gain one way must be better."""
        self._check(name)
        shown = judged(self._one) or self._one.experiment.outcomes
        one = OUTCOMES[shown[0] if outcome is None else checked(outcome, OUTCOMES, "outcome")]
        if gain and one.better == "neither" and name != "curves":
            raise ValueError(f"{one.name}: of this outcome neither way is better, and the picture shows which route is")
        return one

    def _check(self, name: str) -> None:
        """Refuse a picture that this kind of experiment has not."""
        has = self.__dir__()
        if name not in has:
            raise ValueError(
                f"this experiment has no {name} (there are {', '.join(has)})"
                if has
                else f"this experiment has no {name}"
            )
