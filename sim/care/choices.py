"""Choices that were given from outside: who is seen this week, and what is done about a concern.

Where nothing was given the model's own rule decides. In a week in which somebody decides (``tally.deciding``) both are
written down: what was done, and what the rule would have done. What may be decided is declared in
``sim/decisions.toml``, and ``sim/decisions.py`` writes choices into the records that these rules read.
"""

from sim.compiled import rule

# What a need has in `turn`, added up.
CHOSEN = 1  # somebody wants the family to be seen about it
BY_RULE = 2  # the rule would have it seen about it
SEEN = 4  # it was given an appointment
KNOWN = 8  # its case was open when the week began, so that it could be decided about

# What can be done about a concern.
(OPEN_CHOICE, SHARE, ACT, WAIT, TELL_AFTERWARDS) = range(5)


@rule
def is_chosen(post, need):
    """Whether somebody decides for this professional, and wants this family to be seen about this need.

    Source: assumed: a choice from outside.
    """
    return post.decided == 1 and need.turn & CHOSEN > 0


@rule
def is_seen(post, need, fits, hours, usual):
    """Whether an appointment takes place: as was decided for this professional, or else as the rule has it.

    A case that begins this week was not known when it was decided, so that is left to the rule. What the rule would
    have depends on the hours that it would have left: those that are left, and what was decided otherwise aside.

    Source: assumed: a choice from outside takes the place of the rule.
    """
    hours_by_rule = min(usual, post.hours_left + post.hours_aside)
    by_rule = fits and hours_by_rule > 0.0
    if by_rule:
        need.turn |= BY_RULE
    seen = fits
    if post.decided == 1 and need.turn & KNOWN > 0:
        seen = is_chosen(post, need)
    if seen and hours > 0.0:
        need.turn |= SEEN
        post.hours_aside += 0.0 if by_rule else hours
    elif by_rule:
        post.hours_aside -= hours_by_rule
    return seen


@rule
def done_about(world, family, by_rule):
    """What is done about a concern: what somebody decided, or else what the rule says.

    Source: assumed: a choice from outside takes the place of the rule.
    """
    if world.tally[0].deciding == 0:
        return by_rule
    family.concern_by_rule = by_rule
    done = by_rule if family.concern_choice == OPEN_CHOICE else family.concern_choice
    if done == TELL_AFTERWARDS and not is_coordinated(world, family):
        done = WAIT
    family.concern_done = done
    return done


@rule
def is_coordinated(world, family):
    """Whether the family has a plan, and a coordinator who is there this week.

    Source: assumed: bookkeeping.
    """
    plan = family.plan
    return plan.active == 1 and plan.coordinator >= 0 and world.post[plan.coordinator].away == 0
