"""Mail that is owed: written with the change that causes it, delivered by the worker."""
