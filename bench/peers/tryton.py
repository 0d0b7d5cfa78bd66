"""Dunnings of Tryton, timed: python3 tryton.py DATABASE_URI COUNT FOLDER, with an empty database at the URI.

Python, because Tryton's dunnings are generated inside its own process. Prints one line of JSON:
{"version", "dunnings", "generate_s", "process_s"}.
"""
import datetime
import json
import os
import sys
import time
from decimal import Decimal
from urllib.parse import urlparse

uri, count, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
os.environ["TRYTOND_DATABASE_URI"] = uri
os.environ["TRYTOND_DATABASE__PATH"] = folder

from trytond import __version__, backend
from trytond.pool import Pool
from trytond.transaction import Transaction

ADMIN = 1
NAME = urlparse(uri).path.lstrip("/")
TODAY = datetime.date.today()


def main():
    backend.Database(NAME).connect().init()
    Pool.start()
    Pool(NAME).init(update=["account_dunning"], lang=["en"], activatedeps=True)
    with Transaction().start(NAME, ADMIN) as transaction:
        context = company_of(Pool())
        with transaction.set_context(context):
            owe(Pool(), context["company"])
    settle()
    generate_s = timed(context, lambda dunning: dunning.generate_dunnings(TODAY))
    process_s = timed(context, lambda dunning: dunning.process(dunning.search([])))
    with Transaction().start(NAME, ADMIN, readonly=True, context=context):
        dunnings = Pool().get("account.dunning").search([("state", "=", "waiting")], count=True)
    figures = {"version": __version__, "dunnings": dunnings}
    print(json.dumps({**figures, "generate_s": generate_s, "process_s": process_s}))


def timed(context, work):
    """Seconds of a piece of work in a transaction of its own, with the commit."""
    started = time.perf_counter()
    with Transaction().start(NAME, ADMIN, context=context):
        work(Pool().get("account.dunning"))
    return time.perf_counter() - started


def company_of(pool):
    """A company with a chart of accounts, whose customers have a procedure of three levels; the context to work in."""
    currency, = pool.get("currency.currency").create([{"name": "Rand", "symbol": "R", "code": "ZAR"}])
    party, = pool.get("party.party").create([{"name": "Harbour Fibre"}])
    company, = pool.get("company.company").create([{"party": party, "currency": currency}])
    User = pool.get("res.user")
    User.write([User(ADMIN)], {"companies": [("add", [company.id])], "company": company.id})
    context = User.get_preferences(context_only=True)
    with Transaction().set_context(context):
        chart(pool, company)
        levels = [{"sequence": n, "overdue": datetime.timedelta(days)} for n, days in enumerate((1, 7, 14))]
        pool.get("account.dunning.procedure").create([{"name": "Bench", "levels": [("create", levels)]}])
    return context


def chart(pool, company):
    template = pool.get("ir.model.data").get_id("account", "account_template_root_en")
    CreateChart = pool.get("account.create_chart", type="wizard")
    wizard = CreateChart(CreateChart.create()[0])
    wizard.account.account_template = template
    wizard.account.company = company
    wizard.transition_create_account()
    kind, = pool.get("ir.sequence.type").search([("name", "=", "Account Move")])
    sequence, = pool.get("ir.sequence").create([{"name": "Moves", "sequence_type": kind, "company": company}])
    years = {"start_date": TODAY.replace(TODAY.year - 1, 1, 1), "end_date": TODAY.replace(month=12, day=31)}
    FiscalYear = pool.get("account.fiscalyear")
    FiscalYear.create_period(
        FiscalYear.create([{"name": "Bench", "company": company, "post_move_sequence": sequence, **years}]))


def owe(pool, company):
    """Customers who owe one invoice each, two to three weeks overdue: posted moves, written as rows."""
    Account = pool.get("account.account")
    receivable, = Account.search([("type.receivable", "=", True), ("party_required", "=", True)], limit=1)
    revenue, = Account.search([("type.revenue", "=", True)], limit=1)
    given = {
        "count": count, "company": company, "today": TODAY, "amount": Decimal("100.01"),
        "receivable": receivable.id, "revenue": revenue.id,
        "period": pool.get("account.period").search([], limit=1)[0].id,
        "journal": pool.get("account.journal").search([("code", "=", "REV")])[0].id,
        "procedure": pool.get("account.dunning.procedure").search([])[0].id,
    }
    cursor = Transaction().connection.cursor()
    for statement in ROWS.split(";"):
        cursor.execute(statement, given)


ROWS = """
insert into party_party (create_uid, create_date, active, code, name)
select 1, now(), true, 'C-' || n, 'Customer ' || n from generate_series(1, %(count)s) n;
insert into party_party_dunning_procedure (create_uid, create_date, party, dunning_procedure)
select 1, now(), id, %(procedure)s from party_party where code like 'C-%%';
insert into account_move (create_uid, create_date, company, number, post_number, period, journal, date, post_date, state, description)
select 1, now(), %(company)s, code, code, %(period)s, %(journal)s, %(today)s, %(today)s, 'posted', id
from party_party where code like 'C-%%';
insert into account_move_line (create_uid, create_date, move, account, debit, credit, party, maturity_date, state)
select 1, now(), id, %(receivable)s, %(amount)s, 0, description::int, %(today)s::date - 14 - description::int %% 7, 'valid'
from account_move where number like 'C-%%';
insert into account_move_line (create_uid, create_date, move, account, debit, credit, state)
select 1, now(), id, %(revenue)s, 0, %(amount)s, 'valid' from account_move where number like 'C-%%'
"""


def settle():
    """Statistics and a checkpoint, as the other side has."""
    connection = backend.Database(NAME).get_connection(autocommit=True)
    cursor = connection.cursor()
    cursor.execute("vacuum analyze")
    cursor.execute("checkpoint")
    backend.Database(NAME).put_connection(connection)


main()
