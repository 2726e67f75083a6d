"""Commands about staff."""

import click
from flask import current_app, url_for
from flask.cli import AppGroup, with_appcontext

from dialogues.config import settings
from dialogues.database import transact
from dialogues.people import service, staff_service
from dialogues.people.links import sign_in_token
from dialogues.support.roles import Role

staff = AppGroup("staff", help="The organisers' accounts.")


@staff.command()
@click.argument("email")
@click.option("--name", required=True, help="The name of the person.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.ORGANISER.value,
    show_default=True,
)
def add(email: str, name: str, role: str) -> None:
    """Add a member of staff, who gets no mail; a known address changes nothing."""

    def work() -> str:
        person, is_new = staff_service.add_staff(email, name, Role(role))
        if is_new:
            return f"{person.name} <{person.email}> can sign in as {person.role.value}."
        if person.is_active:
            return f"{person.email} is on the staff already, as {person.role.value}."
        return f"{person.email} was removed from the staff. An administrator can take that back."

    click.echo(transact(work))


@click.command("sign-in-link")
@click.argument("email")
@with_appcontext
def sign_in_link(email: str) -> None:
    """Print a link that signs a member of staff in once, within 30 minutes."""
    click.echo(transact(lambda: sign_in_address(email)))


def sign_in_address(email: str) -> str:
    """The address of a new one-time link for a member of staff; the caller commits."""
    link = service.create_sign_in_link(service.active_staff(email))
    token = sign_in_token(link)
    with current_app.test_request_context(base_url=settings().base_url):
        return url_for("sign_in.redeem", language="en", token=token, _external=True)
