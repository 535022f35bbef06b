"""An organisation: a neighbourhood team, a service, a school, a practice. It holds posts and a waiting list.

The list is a chain through the needs that wait: one chain for urgent cases, one for the others, each by date.
"""

from sim.compiled import record, rule
from sim.names import SCHOOL_STAFF, SOCIAL_TEAM

NOBODY = -1  # no post, no organisation, no place on a list

organisation_type = record(
    [
        ("sector", "i4"),  # one of SECTORS
        ("first_post", "i4"),  # row of its first post
        ("posts", "i4"),  # number of posts, in consecutive rows
        ("families_until", "f8"),  # share of families that belong to it or to one before it in its sector
        ("head", "i4", (2,)),  # first place on the list, -1 when empty: others, urgent
        ("tail", "i4", (2,)),  # last place on the list, -1 when empty: others, urgent
        ("waiting", "i4"),  # families on the list
        ("richness", "f8"),  # hours for each family, beside the mean of the sector
        ("care_structure", "f8"),  # schools: how well care at school is organised, 0 to 1
        ("linked_team", "i4"),  # schools: row of the social team linked to it, -1 without
        ("luck", "f8"),  # where a school stands among schools, 0 to 1
        ("link_luck", "f8"),  # which schools get a linked team first, 0 to 1
    ]
)

# What a sector did this week; one record for each sector.
sector_type = record(
    [
        ("leaving_hazard", "f8"),  # of a rested, settled person, per week
        ("capacity", "f8"),  # hours paid for, times those that caseloads would ask: what measured waits call for
        ("asked_lately", "f8"),  # requests since the week from which capacity is worked out
        ("ended_lately", "f8"),  # cases that ended since then
        ("hours_asked", "f8"),  # hours that cases and what belongs to them asked since then
        ("hours_planned", "f8"),  # hours there would have been for them with posts as caseloads ask
        ("first_organisation", "i4"),  # row of its first organisation
        ("organisations", "i4"),  # number of organisations, in consecutive rows
        ("started", "f8"),  # cases taken up since week 0
        ("weeks_waited", "f8"),  # weeks those had waited
        ("wait_squares", "f8"),  # sum of the squares of those weeks
        ("wait_cubes", "f8"),  # sum of their third powers
        ("gave_up", "f8"),  # places given up since week 0
        ("idle_with_list", "f8"),  # hours left over in post-weeks whose list was not empty, since week 0
        ("hours_with_list", "f8"),  # hours of those post-weeks
        ("ill_weeks", "f8"),  # post-weeks of illness since week 0
        ("asked", "f8"),  # requests since week 0
        ("invited", "f8"),  # invitations to round tables since week 0
        ("came", "f8"),  # of those, came
        ("leavers", "f8"),  # people who left since week 0
        ("filled_weeks", "f8"),  # post-weeks filled since week 0
        ("vacant_weeks", "f8"),  # post-weeks vacant since week 0
        ("due_hours", "f8"),  # hours of appointments that cases asked since week 0
        ("given_hours", "f8"),  # hours of appointments that were given since week 0, missed ones too
        ("waiting_weeks", "f8"),  # family-weeks on its lists since week 0
    ]
)


@rule
def funded(post, p):
    """Whether there is money for this post; a cut takes the last posts first.

    Source: vanhal2019, cuts made helpers leave (which ones is assumed).
    """
    return post.order < p.posts_funded


@rule
def be_a_school(world, school, p):
    """A school's care structure and link to a social team, as the policy of this week has it.

    Source: vanhal2019, structured care at school and linked teams (shares assumed).
    """
    if school.sector == SCHOOL_STAFF:
        most = min(p.school_care_structure, 1.0 - p.school_care_structure)
        school.care_structure = p.school_care_structure + p.family_spread * most * (school.luck + school.luck - 1.0)
        school.linked_team = -1
        if school.link_luck < p.school_team_link:
            teams = world.sector[SOCIAL_TEAM]
            school.linked_team = teams.first_organisation + int(school.luck * teams.organisations)
