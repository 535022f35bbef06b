"""How many hours a region pays for in each sector: as many as give usual care the waits that are measured.

Looked at in the first part of the burn-in, in usual care and with usual staff, and frozen before anything is compared:
both routes have the same hours. A list is a queue that people leave: of those who ask, some give up while they wait and
some do not start when their turn comes, so the wait that is measured says which share of what is asked can be started.
"""

import math

from sim.care.waiting import start_share
from sim.compiled import rule
from sim.names import CHILD_PROTECTION, GP, N_SECTORS, SCHOOL_STAFF

# How hours are looked for; it is a way of computing, and hardly moves what comes out.
# Weeks of the burn-in: from when is counted, because before it cases are few; a first look; and the last.
FROM_WEEKS, HALFWAY_WEEKS, UNTIL_WEEKS = 52, 78, 104
TO_SPARE = 0.25  # hours beyond those asked that make a list one week long where nobody leaves it, as a share
CALM = 2.0  # cases that count on both sides, so that chance in small regions does not swing it


@rule
def taken_up(sector, p):
    """Share of requests that is taken up in the end, where the list has the measured wait.

    Source: derived, a fluid queue with abandonment (devries1998 for the constant hazard; psycholserv2023 for starting);
    imposed care by trial, 75 places at a load of .95 wait five weeks.
    """
    wait = p.wait_measured[sector]
    if sector == CHILD_PROTECTION:  # nobody leaves, so the list is short only where there are some hours to spare
        return 1.0 + TO_SPARE / max(1.0, wait)
    return math.exp(-p.give_up_hazard * wait) * start_share(wait, p)


@rule
def look_at_capacity(world, week, p):
    """Twice in the burn-in hours are set to what the measured wait asks, and then frozen.

    Hours a week = requests a week × share taken up × hours that a case asks in all its time.

    Source: derived, a queue in balance from which people leave (little1961 for the queue).
    """
    weeks = week - world.tally[0].first_week
    if week >= 0 or (weeks != FROM_WEEKS and weeks != HALFWAY_WEEKS and weeks != UNTIL_WEEKS):
        return
    for number in range(N_SECTORS):
        sector = world.sector[number]
        if weeks == FROM_WEEKS:
            sector.asked_lately = 0.0
            sector.ended_lately = 0.0
            sector.hours_asked = 0.0
            sector.hours_planned = 0.0
        elif number != SCHOOL_STAFF and number != GP and sector.hours_asked > 0.0 and sector.hours_planned > 0.0:
            of_a_case = sector.hours_asked / (sector.ended_lately + CALM)
            wanted = (sector.asked_lately * taken_up(number, p) + CALM) * of_a_case
            sector.capacity = wanted / sector.hours_planned
