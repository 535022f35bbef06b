"""``plot`` on a scenario, a run and a comparison, after ``import omtafel``: which picture shows what of it.

Each picture is a ``charts.chart.Chart``: it shows itself in a notebook, and ``chart.save("trust.pdf")`` keeps it.
"""

from collections.abc import Collection
from typing import Any

from charts.answer import answer_chart
from charts.channels import channels_chart
from charts.chart import Chart
from charts.differences import difference_chart
from charts.fans import fan_chart
from charts.gains import gain_chart
from charts.hours import hours_chart, run_hours_chart
from charts.run_lines import run_line_chart
from charts.settings import settings_chart
from experiments.findings import findings, paired_differences
from sim.by_channel import Sources
from sim.comparison import FANS, GAINS, Comparison
from sim.outcomes import MAIN, OUTCOMES
from sim.parameters import nearest
from sim.run import Run
from sim.scenario import Scenario
from sim.words import Language

FEW = 12  # names that fit in a line


class Plots:
    """What all have in common: a picture that is not there is refused by name."""

    def __init__(self, one: Any) -> None:
        self._one = one

    def __repr__(self) -> str:
        """What can be drawn."""
        named = [f"plot.{name}()" for name in self.__dir__()]
        return f"{type(self).__name__}: {', '.join(['plot()', *named] if named else ['nothing to draw'])}"

    def __dir__(self) -> list[str]:
        """The pictures."""
        return [name for name in vars(type(self)) if not name.startswith("_")]

    def __getattr__(self, name: str) -> Any:
        """Refuse a picture that there is not, with the nearest one that there is."""
        raise AttributeError(unknown(name, self.__dir__(), "picture"))


def checked(name: str, known: Collection[str], what: str) -> str:
    """A name that is known.

    Raises:
        ValueError: for any other, in one line with the nearest that is.
    """
    if name not in known:
        raise ValueError(unknown(name, known, what))
    return name


def unknown(name: str, known: Collection[str], what: str) -> str:
    """That a name is not known; the nearest one that is, or all of them where they are few."""
    hint = nearest(str(name), list(known))
    if not hint and 0 < len(known) <= FEW:
        hint = f" (there are {', '.join(known)})"
    return f"unknown {what} {name!r}{hint}"


class ScenarioPlots(Plots):
    """The picture of a scenario."""

    _one: Scenario

    def __call__(self, language: Language = "en") -> Chart:
        """Its settings: each lever of the world and whatever else it sets, between the ends of what can be set.

        Args:
            language: of the words, ``"en"`` or ``"nl"``.
        """
        return settings_chart(self._one, language)

    def settings(self, language: Language = "en") -> Chart:
        """The same by its name."""
        return self(language)


class RunPlots(Plots):
    """Pictures of one run on one route."""

    _one: Run

    def __call__(self, name: str = "severity", language: Language = "en") -> Chart:
        """A line over its weeks: the same as ``over_time``."""
        return self.over_time(name, language)

    def over_time(self, name: str = "severity", language: Language = "en") -> Chart:
        """One line over the weeks of the run.

        Args:
            name: of ``sim.comparison.FANS``, in the unit of the outcome; shares as counts of 100.
            language: of the words, ``"en"`` or ``"nl"``.

        Raises:
            ValueError: for another name.
        """
        return run_line_chart(self._one, checked(name, FANS, "line over time"), language)

    def hours(self, language: Language = "en") -> Chart:
        """Where the hours of professionals go, for each family and year, by task."""
        return run_hours_chart(self._one, language)


class SourcesPlots(Plots):
    """The picture of where a gain comes from."""

    _one: Sources

    def __call__(self, outcome: str = "severity", language: Language = "en") -> Chart:
        """A bar for the fair share of each way, and below it what the way brings with and without others.

        Args:
            outcome: one of the main ones (``sim.outcomes.MAIN``), in its own unit; shares as counts of 100.
            language: of the words, ``"en"`` or ``"nl"``.

        Raises:
            ValueError: for another outcome.
        """
        return channels_chart(self._one, checked(outcome, MAIN, "main outcome"), language)


class ComparisonPlots(Plots):
    """Pictures of two routes compared."""

    _one: Comparison

    def __call__(self, language: Language = "en") -> Chart:
        """The answer: every main outcome with its mean difference and range, in differences that matter.

        Args:
            language: of the words, ``"en"`` or ``"nl"``.
        """
        return answer_chart(self._one, language)

    def over_time(self, name: str = "severity", language: Language = "en") -> Chart:
        """Both routes over the weeks: the middle half and the middle 80 of 100 paired runs.

        Args:
            name: of ``sim.comparison.FANS``, in the unit of the outcome; shares as counts of 100.
            language: of the words, ``"en"`` or ``"nl"``.

        Raises:
            ValueError: for another name.
        """
        return fan_chart(self._one, checked(name, FANS, "line over time"), language)

    def differences(self, outcome: str = "broke_off_share", language: Language = "en") -> Chart:
        """Every paired run as a dot: shared plan minus parallel routes, to the right where the plan is better.

        Args:
            outcome: any of ``sim.outcomes.OUTCOMES``, in its own unit; shares as counts of 100.
            language: of the words, ``"en"`` or ``"nl"``.

        Raises:
            ValueError: for an unknown outcome.
        """
        found = findings(self._one, language, [checked(outcome, OUTCOMES, "outcome")])[0]
        return difference_chart(found, paired_differences(self._one)[outcome])

    def gains(self, outcome: str = "severity", language: Language = "en") -> Chart:
        """Who gains and who loses: the mean difference for groups of families, by how they started.

        Args:
            outcome: of ``sim.comparison.GAINS``, in its own unit.
            language: of the words, ``"en"`` or ``"nl"``.

        Raises:
            ValueError: for an outcome that is not known family by family.
        """
        return gain_chart(self._one, checked(outcome, GAINS, "outcome by family"), language)

    def hours(self, language: Language = "en") -> Chart:
        """Where the hours of professionals go on both routes, for each family and year, by task."""
        return hours_chart(self._one, language)
