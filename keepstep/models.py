"""The list of all models, for Django's registry only: whatever a file of these folders defines."""

from importlib import import_module
from pkgutil import walk_packages

from keepstep import domain, intake, round

for _folder in (domain, round, intake):
    for _file in walk_packages(_folder.__path__, f"{_folder.__name__}."):
        import_module(_file.name)
