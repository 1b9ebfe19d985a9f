"""scratch?"""
import time
from huiyin.ledger.filters import Filters
from huiyin.ledger.queries import page, problem
from huiyin.ledger.waiting import *
from tests.ledger_rows import *
from tests.stages.test_ledger_queries import some_problem, TODAY
def test_m(campaign):
    first = [a_problem(n, **(some_problem(n) | ({} if n % 10 == 0 else {"co_units": []}))) for n in range(1, 10001)]
    written(first)
    from django.db import connection
    with connection.cursor() as c: c.execute("ANALYZE")
    for who in ("clerk", "liaison"):
        a = campaign.actor(who)
        for name, call in [("all", lambda: page(a, Filters(), today=TODAY)), ("due", lambda: page(a, Filters(), order="due", today=TODAY)), ("late due", lambda: page(a, Filters(light="late"), order="due", today=TODAY)), ("soon", lambda: page(a, Filters(light="soon"), today=TODAY)), ("words", lambda: page(a, Filters(words="路灯"), today=TODAY)), ("waiting", lambda: waiting_for(a, TODAY)), ("of_unit", lambda: of_unit(a, "liutang", today=TODAY)), ("of_activity", lambda: of_activity(a, "0"*32, today=TODAY))]:
            took = []
            for _ in range(6):
                b = time.process_time(); call(); took.append((time.process_time() - b) * 1000)
            print(who, name, round(sorted(took)[3], 1), flush=True)
