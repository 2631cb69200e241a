from portal.models.addresses import DeadAddress
from portal.models.arrangements import Arrangement, BlockRule, Pin
from portal.models.emergency import EmergencyStrip
from portal.models.files import PlainFile
from portal.models.flat_pages import FlatPage, FlatPageVersion
from portal.models.masthead import Masthead
from portal.models.purges import Purge

__all__ = [
    "Arrangement",
    "BlockRule",
    "DeadAddress",
    "EmergencyStrip",
    "FlatPage",
    "FlatPageVersion",
    "Masthead",
    "Pin",
    "PlainFile",
    "Purge",
]
