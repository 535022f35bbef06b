"""Joint evaluation: those at a table look back on how they work together, where that is the custom."""

from sim.agents.cases import is_second_case
from sim.agents.professional import room_for_meetings, spend_on_meeting
from sim.compiled import weekly_rule
from sim.names import EVALUATION


@weekly_rule
def evaluate_together(world, family, p):
    """Joint evaluation at the table, where it is the custom: agreements and vision stay alive longer, for hours.

    Source: vanhal2019, joint evaluation strengthens cooperation and is mostly missing (size assumed).
    """
    plan = family.plan
    if p.joint_evaluation > 0.0:
        done = 0.0
        for rank in range(family.open_cases):
            relation = world.relation[world.need[family.open_need[rank]].relation]
            helper = world.post[relation.post]
            takes_part = relation.seat == 1 or relation.post == plan.coordinator
            if helper.away == 0 and takes_part and not is_second_case(world, family, rank):
                hours = p.evaluation_hours * p.joint_evaluation
                given = 0.0
                if room_for_meetings(helper, p) >= hours:
                    given = p.joint_evaluation
                    spend_on_meeting(helper, EVALUATION, hours, p)
                helper.embedding += p.evaluation_embeds * given * (1.0 - helper.embedding)
                done = max(done, given)
        plan.evaluated += done * (1.0 - plan.evaluated)
