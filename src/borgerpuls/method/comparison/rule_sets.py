"""Rule sets: the least relevant difference, and the fewest invited and answering persons behind a figure."""

from dataclasses import dataclass

from borgerpuls.rounding import at_least


@dataclass(frozen=True)
class Rules:
    """One named set of rules; a wave names the one it follows, and may ask for more but never for less.

    ``between`` is the least difference between units, or between a unit and the whole. ``inside`` is that inside one
    place (over time, between groups of persons) by the number of answers behind it: (answers, difference) in rising
    order of answers, where fewer than the first number tell nothing; () is ``between`` here too. ``invited`` and
    ``answered`` are the fewest persons a figure may stand on.
    """

    between: float = 0.0
    inside: tuple[tuple[int, float], ...] = ()
    invited: int = 0
    answered: int = 0

    def least(self, answers: float, *, between_units: bool, relevant: float = 0.0) -> float:
        """The least difference worth telling on so many answers; infinite where no difference is.

        ``relevant`` is the wave's own; the larger of the two counts.
        """
        if between_units or not self.inside:
            return max(relevant, self.between)
        steps = [difference for number, difference in self.inside if answers >= number]
        return max(relevant, steps[-1]) if steps else float("inf")

    def marked(
        self, difference: float, p: float, answers: float, *, between_units: bool, relevant: float = 0.0,
        level: float = 0.05,
    ) -> bool:  # fmt: skip
        """Is a difference both sure and, as it is printed, large enough to be told as one?"""
        return p < level and at_least(difference, self.least(answers, between_units=between_units, relevant=relevant))


RULES = {
    "default": Rules(),
    "btu": Rules(between=0.1, inside=((80, 0.65), (150, 0.5), (1000, 0.2))),
    "lup": Rules(invited=10, answered=5),
}
"""``default``: the wave's own ``relevant`` and ``hide_below``. ``btu``: the minimum differences of the Danish surveys
of users' satisfaction (BTU) on a scale from 1 to 5. ``lup``: the least numbers of the
Danish national patient survey (LUP), ten invited and five answers (DEFACTUM, "Lokal kvalitetsudvikling")."""
