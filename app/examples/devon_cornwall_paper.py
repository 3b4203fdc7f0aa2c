"""The Commissioning Intentions Plans of Devon and Cornwall in the desk's own words: 2018/19 issued, 2019/20 a draft."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.door import Office
from app.examples.writing import AUTHOR, Part, enter
from app.papers import answers
from app.papers.gathering import gather_paper
from app.papers.issuing import issue, prepare
from app.papers.named import named_figures, to_keys

LAST_DAY, DAY = date(2018, 4, 1), date(2019, 1, 31)
INTENDS = "The Police and Crime Commissioner intends"

LAST_PARTS = (
    Part(
        "Introduction",
        "This plan says how the commissioning budget for 2018/19 supports the Police and Crime Plan for 2017 to 2020, "
        "“Safe, resilient and connected communities”.",
    ),
    Part(
        "The budget for 2018/19",
        "The commissioning budget for 2018/19 is {Commissioning budget 2018/19}. Of this, "
        "{Ministry of Justice 2018/19} is grant from the Ministry of Justice for the care of victims of crime, and "
        "{NHS England 2018/19} comes from NHS England.",
    ),
    Part(
        INTENDS,
        "to use the commissioning budget for 2018/19, in all {Commissioning budget 2018/19}\n"
        "- for the Community Safety Partnerships {Community Safety Partnership Fund 2018/19}\n"
        "- for emerging priorities of the plan {Police and Crime Plan Priorities Fund 2018/19}\n"
        "- for the salaries of the commissioning team {Commissioning team salaries 2018/19}\n"
        "- for small grants {Small grant scheme 2018/19}\n"
        "- for the Youth Offending Service {Youth Offending Service 2018/19}\n"
        "- for victims of sexual violence {ISVA and SARC services 2018/19}\n"
        "- for victim care {Victim care services 2018/19}\n"
        "- for mental health street triage {Mental health street triage 2018/19}\n"
        "- for neighbourhood liaison and diversion {Neighbourhood liaison and diversion 2018/19}",
        "intends",
        2,
    ),
)

PARTS = (
    Part(
        "Introduction",
        "The Police and Crime Plan for 2017 to 2020, “Safe, resilient and connected communities”, has five "
        "priorities:\n"
        "- Connecting communities and policing: accessible, responsive, informative, supportive\n"
        "- Preventing and deterring crime\n"
        "- Protecting people at risk of abuse and those who are vulnerable\n"
        "- Supporting victims and witnesses and helping them to get justice\n"
        "- Getting the best out of the police.\n"
        "This plan sets out what the commissioning budget is to pay for in 2019/20, the last year of the term that the "
        "Police and Crime Commissioner began in May 2016.",
    ),
    Part(
        "This year’s budget",
        "In 2018/19 the criminal justice, partnerships and commissioning team manages {Commissioning budget 2018/19}. "
        "{Ministry of Justice grant 2018/19, as stated} of it is grant from the Ministry of Justice for the care of "
        "victims, which the Victims’ Code makes a duty of the Commissioner. The other "
        "{The commissioner's own part of the budget 2018/19, as stated} is the Commissioner’s own part, in support of "
        "the Police and Crime Plan.\n"
        "What each area has this year stands beside next year’s figure in the table by priority.",
    ),
    Part("Income by source", shows="income", level=2),
    Part("Budget intentions for 2019/20", shows="budget"),
    Part("Whole Police and Crime Plan"),
    Part(
        "Community Safety Partnership Fund",
        "The fund dates from 2013/14, when national grants for drug and alcohol services, domestic abuse, young "
        "people and local policing had ended and their money had gone into police budgets. Given to the Community "
        "Safety Partnerships, it lets them plan and buy services together, on sound evidence of local need and out of "
        "pooled budgets wherever they can.\n"
        "For 2019/20 the fund is {Partnership fund shared among the partnerships 2019/20, as stated}. {Community "
        "Safety Partnership Fund 2019/20, note: Includes £70,000 for Safer Towns across Devon, Plymouth and…} of it "
        "is for Safer Towns in Devon, Plymouth and Torbay.\n"
        "Devon has a county and districts, so four district partnerships are funded directly, beside the county’s "
        "Safer Devon. The Isles of Scilly receive a little more than before: they are remote and have no neighbours "
        "to draw on.",
        "allocations",
        2,
    ),
    Part(
        "Crime and demand",
        "The partnerships and the police keep one evidence base, the Peninsula Strategic Assessment. The latest is "
        "the first to weigh threat, risk and harm by the MoRiLE method, and shows where partners would best act "
        "together.\n"
        "Recorded crime in the year to September 2018 was 10% higher here and 8% higher in the country, where forces "
        "record far more of what is reported; emergency calls rose by 8%. There were 60.2 offences for "
        "every 1,000 people (55.6 the year before), the seventh lowest rate; in England and Wales there were 86.4.\n"
        "Some of the rise is real:\n"
        "- Vehicle offences grew by 36% in two years, 1,600 more crimes, and remain comparatively few.\n"
        "- The most serious violence grew by 20% in a year and remains rare.\n"
        "Crime has also become more complex. Domestic abuse, sexual violence, gangs that have vulnerable people sell "
        "their drugs, and crime online are a growing share of it. They ask more of the police and their partners, "
        "and for longer.",
        level=2,
    ),
    Part(
        "What the partnerships spend it on",
        "Half-year reviews confirm that the fund is used well. With other partners’ money it buys services against "
        "domestic abuse and substance misuse, and it supports local projects.\n"
        "The total for Devon includes the {Exeter Community Safety Partnership 2018/19} given to each of the four "
        "district partnerships, which spent it on the same priorities under plans of their own.\n"
        "Columns should be compared with care: each partnership has different sums from other partners. As those give "
        "less, more of the fund is bound up in essential services and little is left for new threats such as county "
        "lines. Even so the Commissioner expects spending plans to follow the threats and risks in the assessment.",
        "spend",
        2,
    ),
    Part(
        INTENDS,
        "to keep key services steady for vulnerable victims and people with complex needs in the last year of the "
        "plan, with a small increase in the fund {Community Safety Partnership Fund 2019/20}\n"
        "to bring the Isles of Scilly into line with the district partnerships {Isles of Scilly Community Safety "
        "Partnership 2019/20}\n"
        "to go on asking, in the conditions of grant, that domestic abuse and sexual violence come first",
        "intends",
        2,
    ),
    Part(
        "Police and Crime Plan Priorities Fund",
        "In 2018/19 the fund had {Police and Crime Plan Priorities Fund 2018/19} for the local policing promise, "
        "business crime, CCTV and emerging needs, and for grants that support victims and reduce offending. Of that, "
        "£200,000 was for the policing promise and for business crime:\n"
        "- road safety with community speedwatch, watch schemes, safer evenings and nights, safety online and business "
        "crime\n"
        "- {Connectivity Investment Fund for local policing teams 2018/19} for local policing teams that connect with "
        "their communities\n"
        "- {Training and resources for councillor advocates 2018/19} for training and resources for councillor "
        "advocates.\n"
        "An investment fund of £200,000, announced in February 2017, helps councils to link up their CCTV. "
        "{CCTV connectivity 2019/20} more makes it £300,000 over the Commissioner’s term. So far £184,000 has been "
        "given: £73,000 to schemes in Cornwall and £111,000 to schemes in Devon.\n"
        "For 2019/20 the fund has {Police and Crime Plan Priorities Fund 2019/20} for emerging needs and for new and "
        "continuing projects, most of them to support and protect victims. Earlier ones helped young victims of crime, "
        "and victims of child sexual abuse and exploitation.",
        level=2,
    ),
    Part("Preventing and deterring crime"),
    Part(
        "Youth Offending Service",
        "Four youth offending teams, each part of its council, work with young people whom the police have had to deal "
        "with, and with the people they have harmed, above all to keep them from offending again. Police officers and "
        "social workers belong to them, beside people from education, health and probation.\n"
        "Money from every agency is under pressure. Teams are being redesigned with fewer people, and early help "
        "suffers from it. The Commissioner’s part stays as it was, so that the service can be sustained.",
        "pooled",
        2,
        "Youth Offending Service",
    ),
    Part(
        "Reducing reoffending",
        "**The Local Criminal Justice Board** brings together the chief officers of the police, prosecutors, courts, "
        "probation, prisons and youth offending teams. The Commissioner chairs it and offers match funding for local "
        "work on the risk of offending.\n"
        "**CASS Plus** is a charity that helps defendants, victims and families at court: with health, drugs and "
        "alcohol, housing, debt, benefits, domestic abuse and family life. In 2018/19 it came to Newton Abbot "
        "Magistrates’ Court as well, and what it achieves there speaks for going on.\n"
        "**Circles South West** is a charity that works with people who have committed or may commit offences, mostly "
        "sexual ones, to rehabilitate them. The national body had £154,000 from the prison and probation service in "
        "2017-18; in 2018 that service found that it could no longer commission circles nationally and that local "
        "funding would serve them better. Few other services can address this risk.",
        level=2,
    ),
    Part(
        INTENDS,
        "to support initiatives that seek to reduce reoffending, in all {To reduce reoffending 2019/20, as stated}\n"
        "- identified by the Local Criminal Justice Board {Local Criminal Justice Board 2019/20}\n"
        "- the work of CASS Plus {CASS Plus 2019/20}\n"
        "- the work of Circles South West {Circles South West 2019/20}\n"
        "to maintain the Youth Offending Service at its 2018/19 level {Youth Offending Service 2019/20}",
        "intends",
        2,
    ),
    Part("Supporting victims and witnesses"),
    Part(
        "Victim Services Grant",
        "The Ministry of Justice means to hold the national grant at £67.85m in 2019/20, £63.15m for victim services "
        "and £4.7m for support after child sexual abuse. It is shared out by population.\n"
        "For Devon and Cornwall that comes to {Ministry of Justice grant 2019/20, as stated}, a little more than the "
        "{Ministry of Justice grant 2018/19, as stated} of 2018/19. The Victim Services Grant itself rises from "
        "{Victim Services Grant 2018/19, from Ministry of Justice} to {Victim Services Grant 2019/20, from Ministry "
        "of Justice}, and the grant for child sexual abuse from {Child sexual abuse grant 2018/19} to {Child sexual "
        "abuse grant 2019/20}. The note to the line for victim care puts the first of them at {Victim Services Grant "
        "in the note to victim care 2019/20, as stated}.\n"
        "More than 60 charities and community groups give the help it pays for, whether or not a victim reports the "
        "crime. Those hurt most by crime come first.",
        level=2,
    ),
    Part(
        "Victims of sexual offences",
        "At a sexual assault referral centre (SARC) victims of rape or sexual assault find help at once. Independent "
        "sexual violence advisers (ISVAs) stand by them, through the courts if it comes to that. Since 1 October 2018 "
        "NHS England has commissioned the centres, from North Devon Healthcare NHS Trust, and the office the advisers, "
        "from First Light: each for three years, with up to two more.\n"
        "The contract for advisers costs {ISVA contract (3+1+1 years) 2019/20} a year. NHS England contributes "
        "{Contribution to ISVA services 2019/20} in 2019/20, for advisers to children and young people and for "
        "standards for men and boys, and undertakes {Contribution to ISVA services 2020/21} in 2020/21 and "
        "{Contribution to ISVA services 2021/22} in 2021/22, if the agreement is extended. The office and NHS England "
        "manage both contracts together. New premises in Plymouth opened in December 2018; the other centres are in "
        "Truro and Exeter.\n"
        "Men abused as children keep silent for 35 years on average. A pilot with Operation Emotion offers relief from "
        "isolation, and a way to creative work, at a surgery in Paignton. The Children’s Society has a worker on child "
        "sexual exploitation at the centre in Exeter, where young victims of serious assault are cared for.",
        level=2,
    ),
    Part(
        "Restorative justice",
        "Make Amends, working with Shekinah, has run the service since October 2017. It brings people harmed by crime "
        "or conflict together with those who did the harm, to find a way forward. Referrals are rising, and cases "
        "show victims less afraid afterwards, and a new offence less likely.",
        level=2,
    ),
    Part(
        INTENDS,
        "to maintain victim care services, with practical and emotional support after child sexual abuse or "
        "exploitation {Victim care services 2019/20}\n"
        "to maintain the contract for independent sexual violence advisers, "
        "{Contribution to ISVA services 2019/20} of it from NHS England "
        "{To maintain the ISVA contract 2019/20, as stated}\n"
        "to maintain the restorative justice contract {Restorative justice service 2019/20}",
        "intends",
        2,
    ),
    Part(
        "Protecting people at risk",
        "In **street triage** mental health professionals sit in both control rooms, Exeter’s and Plymouth’s, and "
        "advise officers who are called to a person in crisis, so that custody is the last resort. Devon’s two "
        "clinical commissioning groups and the Commissioner pay for it; the Commissioner’s part in 2018/19 is "
        "{Mental health street triage 2018/19}. Evaluations show far fewer detentions under section 136 of the Mental "
        "Health Act. A national scheme has not come.\n"
        "**Neighbourhood liaison and diversion** is a pilot, with {Liaison and diversion pilot 2018/19} this year, for "
        "people who are suspected of nothing but of whom the police have raised three or more concerns for their "
        "vulnerability. Plymouth University is evaluating it.",
    ),
    Part(
        INTENDS,
        "to continue mental health street triage {Mental health street triage 2019/20}\n"
        "to commission neighbourhood liaison and diversion with health partners, if the evaluation is positive "
        "{Neighbourhood liaison and diversion 2019/20}",
        "intends",
        2,
    ),
    Part("What changed since the last plan", shows="changes"),
    Part(
        "In summary",
        "The team answers for the commissioning budget of {Commissioning budget 2019/20}. It reports to the Ministry "
        "of Justice at half year and year end, with audit, on what the Victim Services Grant achieved, reviews every "
        "contract each quarter, and meets the partners who deliver the Police and Crime Plan.",
    ),
)

REASONS = {
    "Community Safety Partnership Fund": "£70,000 more for Safer Towns and £5,000 more for the Isles of Scilly.",
    "Police and Crime Plan Priorities Fund": "Speedwatch, road safety, CCTV and business crime have lines of their "
    "own.",
    "CCTV connectivity": "Shown in the plan so that the whole CCTV investment can be seen.",
    "Local Criminal Justice Board": "Match funding for local work on the risk of offending.",
    "CASS Plus": "To sustain its work at court.",
    "Circles South West": "National funding for circles has ended.",
    "ISVA and SARC services": "The office has commissioned the advisers since October 2018, and NHS England gives "
    "more.",
    "Victim care services": "The Ministry’s grant, shared out by population, is slightly higher.",
}
"""Why lines changed, where the plan says so."""


def write(office: Office) -> None:
    """Issue the plan for 2018/19, and enter the draft of the next one."""
    last = office.write("Write the plan for 2018/19", _last)
    record = office.read(gather_paper, last, today=LAST_DAY)
    office.write(
        "Issue the plan for 2018/19",
        issue,
        last,
        version=record.paper.version,
        prepared=prepare(record),
        today=LAST_DAY,
        by=AUTHOR,
    )
    office.write("Write the plan for 2019/20", _draft, follows_id=last)


def _last(session: Session) -> str:
    title = "Commissioning Intentions Plan 2018/19"
    return enter(session, LAST_PARTS, kind="intentions", year=2018, title=title, day=LAST_DAY, numbering="headings")


def _draft(session: Session, *, follows_id: str) -> None:
    paper_id = enter(
        session,
        PARTS,
        kind="intentions",
        year=2019,
        title="Commissioning Intentions Plan 2019/20",
        day=DAY,
        numbering="headings",
        edition="Draft version 3",
        follows_id=follows_id,
    )
    named = named_figures(session, year=2019)
    for name, reason in REASONS.items():
        key = to_keys(f"{{{name} 2019/20}}", named).strip("{}").split(":")[1]
        answers.give_reason(session, paper_id, about="change", key=key, text=reason)
