"""The WSGI entry point: ``gunicorn wsgi:app``."""

from dialogues.app import create_app

app = create_app()
