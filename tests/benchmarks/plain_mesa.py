"""A plain Mesa model to compare with: one agent an employee, one ``step()`` a week.

It leaves out most of the week: nobody is hired, posts, replies, moderates, learns or leads, and
there is no programme. What is left is joining by contacts, visiting by habit and contacts, and the
habit itself.
"""

from __future__ import annotations

import math

import mesa

from uptake.organisation import Organisation


class PlainEmployee(mesa.Agent):
    """An employee as an object of its own."""

    def __init__(self, model: PlainModel) -> None:
        super().__init__(model)
        self.contacts: list[PlainEmployee] = []
        self.account = False
        self.visited = False
        self.visited_before = False
        self.habit = 0.0

    def remember(self) -> None:
        """Make this week's visit last week's."""
        self.visited_before = self.visited

    def step(self) -> None:
        """Join, or visit; then form a habit."""
        active = sum(contact.visited_before for contact in self.contacts)
        effect = 1.0 - 0.9**active
        chance = self.model.random.random()
        if not self.account:
            self.account = self.visited = chance < 1.0 - math.exp(-0.001 - 0.05 * effect)
        else:
            pulls = -2.5 + 3.0 * self.habit + 1.5 * effect
            self.visited = chance < 1.0 / (1.0 + math.exp(-pulls))
        self.habit += 0.11 * (1.0 - self.habit) if self.visited else -0.1 * self.habit


class PlainModel(mesa.Model):
    """Employees of an organisation with the same contacts as in `uptake`."""

    def __init__(self, organisation: Organisation, rng: int = 1) -> None:
        super().__init__(rng=rng)
        contacts = organisation.contacts
        people = [PlainEmployee(self) for _ in range(len(organisation.chart))]
        for row, person in enumerate(people):
            ends = contacts.neighbour[contacts.start[row] : contacts.start[row + 1]]
            person.contacts = [people[end] for end in ends.tolist()]
        self.accounts = self.visitors = 0

    def step(self) -> None:
        """Simulate one week and count accounts and visitors."""
        self.agents.do("remember")
        self.agents.do("step")
        self.accounts = self.agents.agg("account", sum)
        self.visitors = self.agents.agg("visited", sum)
