"""What can be in a plan: each training with its time, its groups and who gives it.

Numbers are those of CURRICULUM; what is marked * here is our own default, as there.
"""

from dataclasses import dataclass

# The trainer programmes by their codes (trainers/seed/programmes.toml).
FRONTLINE, BOUNCE = "frontline-prevention", "bounce"

CORE_MINUTES = 35 + 40 + 40 + 45 + 40 + 45
SECTOR_MINUTES = 40
DAY_MINUTES = 7 * 60  # *


@dataclass(frozen=True)
class Offer:
    """`minutes` for one person, all meetings together. `least` and `most` are the size of
    a group; 0: everybody on their own. `facilitators` stand before a group together, one
    of them accredited for `programme`; "": nobody has to be. `counts_heads` is False for
    young people and parents, of whom only groups are planned (ETHICS P13). `is_live`
    needs a place; `goes_online` fits a call too. `is_staff` is in the hours of staff."""

    code: str
    minutes: int
    least: int = 0
    most: int = 0
    facilitators: int = 0
    programme: str = ""
    counts_heads: bool = True
    is_staff: bool = False
    goes_online: bool = False

    @property
    def is_live(self) -> bool:
        return self.most > 0


# TRAINERS T2 and CURRICULUM BU4 (W7): superiors come first. An hour is ours*.
KICK_OFF = Offer("KICK-OFF", 60)
# CURRICULUM 3.1: CL1 to CL6 and the CL7 of one's sector, at one's own pace.
BASE = Offer("CL", CORE_MINUTES + SECTOR_MINUTES, is_staff=True)
# CURRICULUM 3.1, certificate rule: CLR.
REFRESHER = Offer("CLR", 25, is_staff=True)
# CURRICULUM 3.1, CLW: 3 h, 8 to 20 people, two facilitators; a webinar counts as the
# workshop does in practice abroad (W36).
WORKSHOP = Offer("CLW", 180, 8, 20, 2, FRONTLINE, is_staff=True, goes_online=True)
# CURRICULUM 3.5: three live days and TT1 of 3 h online. Ten lessons of 20 minutes fill
# the half-day of TT5; five* make a group.
TRAIN_FRONTLINE = Offer("TT", 180 + 3 * DAY_MINUTES, 5, 10, 2, FRONTLINE)
# CURRICULUM 3.4, BU1 to BU3: three days. Eleven people were seen in Liège (W12).
TRAIN_BOUNCE = Offer("BU", 3 * DAY_MINUTES, 6, 12, 2, BOUNCE)
# CURRICULUM 3.4, BU4.
RETURN_DAY = Offer("BU4", DAY_MINUTES, 6, 12, 2, BOUNCE)
# TRAINERS T5 and T6: two sessions beside an accredited lead, one observed.
ACCREDITATION = Offer("T5-T6", 3 * 180)
# CURRICULUM 3.2: BYT1 to BYT3, for those who lead.
YOUNG_COURSE = Offer("BYT", 45 + 90 + 40)
# CURRICULUM 3.2 and W1: ten sessions of two hours. The size is ours*.
YOUNG = Offer("BY", 10 * 120, 8, 15, 2, BOUNCE, counts_heads=False)
# CURRICULUM 3.3: three sessions of two hours. The size is ours*.
PARENTS = Offer("BA", 3 * 120, 8, 20, 2, BOUNCE, counts_heads=False)
# CURRICULUM 3.7 and W66: three to six people, 1.5 to 2 h.
INTERVISION = Offer("INT", 120, 3, 6, 1, is_staff=True, goes_online=True)
# The same refresher, before a certificate of 24 months ends: no hours of this period.
REFRESHER_LATER = Offer("CLR-24", 25)
