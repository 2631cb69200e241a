from portal.models.addresses import DeadAddress
from portal.models.arrangements import Arrangement, BlockRule, Pin
from portal.models.files import PlainFile
from portal.models.masthead import Masthead

__all__ = ["Arrangement", "BlockRule", "DeadAddress", "Masthead", "Pin", "PlainFile"]
