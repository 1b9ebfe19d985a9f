import time
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.doors.test_ledger_pages import *
def test_count(room):
    found=filled(room)
    for who,page in [("clerk","/problems/"),("liaison","/problems/"),("clerk","/problems/?order=due&light=soon"),("clerk",f"/problems/{found['late']}/"),("liaison",f"/problems/{found['late']}/"),("liaison","/problems/week/"),("clerk","/answers/"),("clerk",f"/problems/{found['signed']}/answers/"),("clerk","/units/liutang/"),("clerk","/calendar/"),("clerk","/"),("liaison","/"),("head","/")]:
        room.get(page,who)
        with CaptureQueriesContext(connection) as q:
            t=time.perf_counter(); room.get(page,who); t=time.perf_counter()-t
        print(who,page[:30],len(q),round(t*1000),"ms")
        if len(q)>14:
            for x in q: print("   ",x["sql"][:110])
