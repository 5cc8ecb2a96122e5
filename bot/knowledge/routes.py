"""The way from a level of education to an occupation, found in data/knowledge/routes.yml and the programmes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.knowledge.lookup import in_a_sentence, programmes_for, short_name
from bot.knowledge.model import Crossing, Goal, LevelId, Programme
from bot.knowledge.store import Knowledge

# A way has at most this many programmes, such as mbo-2, mbo-4 and hbo.
MAX_PROGRAMMES = 3


@dataclass(frozen=True)
class Step:
    """Where you are now, a programme, or the occupation. `short_*` are for a drawing; `years` is in words."""

    title: str
    detail: str | None
    years: str | None
    short_title: str
    short_detail: str
    instead: bool = False


@dataclass(frozen=True)
class RoutePlan:
    """The steps from now to the occupation, what to do first, and what is not certain.

    `dated` tells of when the rules are, each as a clause; `limits`, `tip` and `alternative` are sentences.
    """

    level: LevelId
    school_year: int | None
    occupation: str
    steps: list[Step]
    next_step: str
    alternative: str | None = None
    tip: str | None = None
    limits: list[str] = field(default_factory=list)
    dated: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


class _Leg(NamedTuple):
    crossing: Crossing
    station_id: str


def plan(
    knowledge: Knowledge,
    level: LevelId,
    occupation_id: str,
    school_year: int | None = None,
    programme_id: str | None = None,
) -> RoutePlan | None:
    """The shortest way, Leiden first; with `programme_id` the way by that programme, if it leads there.

    None if nothing is known about how to get there from here.
    """
    return _Planner(knowledge, level, occupation_id, school_year).plan(programme_id)


class _Planner:
    def __init__(self, knowledge: Knowledge, level: LevelId, occupation_id: str, school_year: int | None) -> None:
        self.knowledge = knowledge
        self.routes = knowledge.routes
        self.level = level
        self.school_year = school_year
        self.occupation_id = occupation_id

    def plan(self, programme_id: str | None) -> RoutePlan | None:
        goal = self.routes.goals.get(self.occupation_id)
        if goal is None:
            return None
        if goal.after:
            return self._plan_after(goal, goal.after, programme_id)
        ways = self._ways(goal)
        chosen = [way for way in ways if programme_id in {leg.station_id for leg in way}] or ways
        if not chosen:
            return None
        best = chosen[0]
        return self._as_plan(goal, best, self._alternative(goal, best, ways))

    def _plan_after(self, goal: Goal, first_occupation: str, programme_id: str | None) -> RoutePlan | None:
        """The way to another occupation, and from there to this one."""
        before = plan(self.knowledge, self.level, first_occupation, self.school_year, programme_id)
        if before is None:
            return None
        between = [self._step(goal, goal.last)] if goal.last else []
        station = self.routes.stations[goal.last] if goal.last else None
        return replace(
            before,
            occupation=self.occupation_id,
            steps=[*before.steps[:-1], *between, self._end(goal)],
            alternative=None,
            limits=[*before.limits, *filter(None, [goal.limit])],
            sources=_once([*before.sources, *(station.sources if station else []), *goal.sources]),
        )

    def _ways(self, goal: Goal) -> list[list[_Leg]]:
        """Every way, the one with the fewest programmes first, then the one whose first crossing stands first."""
        targets = self._targets(goal)
        found = [way for target in targets for way in self._ways_to(goal, target, self.level, MAX_PROGRAMMES)]
        return sorted(found, key=lambda way: (len(way), self.routes.crossings.index(way[0].crossing)))

    def _targets(self, goal: Goal) -> list[str]:
        """The stations at which one learns the occupation, the best first."""
        occupation = self.knowledge.occupations[self.occupation_id]
        listed = [
            i
            for i in programmes_for(self.knowledge, self.occupation_id)
            if i in self.routes.stations and self._level_of(i) in occupation.levels
        ]
        return sorted([*listed, *goal.also], key=lambda i: i != goal.prefer)

    def _ways_to(self, goal: Goal, target: str, level: LevelId, most: int) -> Iterator[list[_Leg]]:
        direct = self._crossing(level, target)
        if direct:
            yield [_Leg(direct, target)]
            return
        if most < 2:
            return
        for stage_level in self.routes.stages:
            stage = self._stage(goal, stage_level)
            crossing = self._crossing(level, stage) if stage_level != level else None
            if crossing and not crossing.instead:
                for rest in self._ways_to(goal, target, stage_level, most - 1):
                    yield [_Leg(crossing, stage), *rest]

    def _stage(self, goal: Goal, level: LevelId) -> str:
        """The station for a level on the way: one for the occupation itself if there is, else the usual one."""
        own = [i for i in programmes_for(self.knowledge, self.occupation_id) if i in self.routes.stations]
        default = goal.stages.get(level, self.routes.stages[level])
        return next((i for i in own if self._level_of(i) == level), default)

    def _crossing(self, level: LevelId, station_id: str) -> Crossing | None:
        """The first crossing from `level` that fits the station, the occupation and the class."""
        to, profiles = self._level_of(station_id), self.routes.stations[station_id].profiles
        # The class says something about the first step only.
        school_year = self.school_year if level == self.level else None
        return next(
            (
                c
                for c in self.routes.crossings
                if level in c.levels
                and (to in c.to if to else not c.to)
                and (not c.occupations or self.occupation_id in c.occupations)
                and (not c.programmes or station_id in c.programmes)
                and (not c.school_years or school_year in c.school_years)
                and ("{profile}" not in c.now or level in profiles)
            ),
            None,
        )

    def _level_of(self, station_id: str) -> LevelId | None:
        programme = self.knowledge.programmes.get(station_id)
        return programme.levels[0] if programme else self.routes.stations[station_id].level

    def _alternative(self, goal: Goal, best: list[_Leg], ways: list[list[_Leg]]) -> tuple[str, list[str]] | None:
        """Another way that is as short, in the same town, rather at another level; as a sentence with its sources."""
        crossing, end = best[0].crossing, best[-1].station_id
        told = goal.alternative or crossing.alternative
        if told:
            return told, []
        others = [
            way[-1]
            for way in ways
            if len(way) <= len(best) and way[-1].station_id != end and self._town_of(way[-1]) == self._town_of(best[-1])
        ]
        if self.level == "vwo":  # Nobody goes from there to mbo who could do the same at hbo.
            others = [leg for leg in others if self._level_of(leg.station_id) == self._level_of(end)]
        others.sort(key=lambda leg: self._level_of(leg.station_id) == self._level_of(end))
        if not others or crossing.instead:
            return None
        station = self.routes.stations[others[0].station_id]
        programme = self.knowledge.programmes.get(others[0].station_id)
        where = f" bij {_where(programme)}" if programme else ""
        sources = [*others[0].crossing.sources, *station.sources]
        return f"Kan ook: {in_a_sentence(station.drawn or station.title)}{where}.", sources

    def _town_of(self, leg: _Leg) -> str | None:
        programme = self.knowledge.programmes.get(leg.station_id)
        return programme.town if programme else None

    def _as_plan(self, goal: Goal, way: list[_Leg], alternative: tuple[str, list[str]] | None) -> RoutePlan:
        first, crossing = self.routes.stations[way[0].station_id], way[0].crossing
        last = self.routes.stations[way[-1].station_id]
        sources = [
            *(source for leg in way for source in leg.crossing.sources),
            *(source for leg in way for source in self.routes.stations[leg.station_id].sources),
            *goal.sources,
            *(alternative[1] if alternative else []),
        ]
        now = Step(
            title=f"Nu: {self._filled(crossing.now, goal, way[0])}",
            detail=None,
            years=None,
            short_title="Nu",
            short_detail=self._filled(crossing.short, goal, way[0]),
        )
        on_the_way = [
            self._step(goal, leg.station_id, leg.crossing.shorter, instead=leg.crossing.instead) for leg in way
        ]
        return RoutePlan(
            level=self.level,
            school_year=self.school_year,
            occupation=self.occupation_id,
            steps=[now, *on_the_way, self._end(goal)],
            next_step=self._filled(crossing.next or first.apply or "", goal, way[0]),
            alternative=alternative[0] if alternative else None,
            tip=crossing.tip,
            limits=[limit for limit in (crossing.limit, last.limit, goal.limit) if limit],
            # A selection in Amsterdam is no worry yet for who does mbo-4 first.
            dated=[dated for dated in (crossing.dated, last.dated if len(way) == 1 else None) if dated],
            sources=_once(sources),
        )

    def _filled(self, text: str, goal: Goal, leg: _Leg) -> str:
        station, programme = self.routes.stations[leg.station_id], self.knowledge.programmes.get(leg.station_id)
        return (
            text.replace("{to}", self._level_of(leg.station_id) or "")
            .replace("{diploma}", goal.diploma.get(self.level, ""))
            .replace("{profile}", station.profiles.get(self.level, ""))
            .replace("{school}", _school(programme) if programme else "")
            .replace("{by}", station.by or "")
        )

    def _step(self, goal: Goal, station_id: str, shorter: str | None = None, instead: bool = False) -> Step:
        station, programme = self.routes.stations[station_id], self.knowledge.programmes.get(station_id)
        where = _where(programme) if programme else None
        shorter = shorter or station.shorter.get(self.level)
        direction = goal.direction if self._level_of(station_id) == "mbo-4" else None
        years = programme.years if programme else None
        if years and station.national:
            years = f"landelijk {years}"
        return Step(
            title=station.title,
            detail=", ".join(filter(None, [direction, where, station.detail])) or None,
            years=", ".join(filter(None, [years, shorter])) or None,
            short_title=station.drawn or station.title,
            short_detail=station.short or where or "",
            instead=instead,
        )

    def _end(self, goal: Goal) -> Step:
        name = short_name(self.knowledge.occupations[self.occupation_id])
        return Step(f"Je bent {in_a_sentence(name)}", None, None, name, goal.place)


def _school(programme: Programme) -> str:
    """The school without what stands in brackets."""
    return (programme.school or "").split(" (")[0]


def _where(programme: Programme) -> str:
    """'mboRijnland in Leiden', but 'Hogeschool Leiden', which says the town already."""
    school, town = _school(programme), programme.town or ""
    return school if town[:4] in school else f"{school} in {town}"


def _once(sources: list[str]) -> list[str]:
    return list(dict.fromkeys(sources))
