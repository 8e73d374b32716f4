"""The face for Python: what ``import bpo`` offers a notebook or a script; ``bpo/__init__.py`` names it."""
