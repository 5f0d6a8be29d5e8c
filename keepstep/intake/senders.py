"""The senders we understand, by the system of the connection."""

from keepstep.intake import github, gitlab, webhook
from keepstep.intake.connection import System
from keepstep.intake.letter import Sender

SENDERS: dict[str, Sender] = {System.GITHUB: github, System.GITLAB: gitlab, System.WEBHOOK: webhook}
