import time
from django.db import connection
from django.test.utils import CaptureQueriesContext
from benchmarks.board_data import fill_board, BoardSize
from huiyin.board import queries, actions
from huiyin.board.counting import recount, reheat
from huiyin.board.filters import BoardFilters
from huiyin.board.models import *
from tests.board_room import by, counted_columns, counted_by_hand

def timed(name, f):
    best=9
    for _ in range(3):
        t=time.perf_counter(); r=f(); best=min(best,time.perf_counter()-t)
    with CaptureQueriesContext(connection) as c: f()
    slow=sorted(c.captured_queries,key=lambda q:-float(q["time"]))[:2]
    print(f"{name:28s} {best*1000:8.1f} ms {len(c)} queries", [(q["time"],q["sql"][:90]) for q in slow if float(q["time"])>0.02])
    return r

def test_speed(campaign):
    t=time.perf_counter(); fill_board(BoardSize(20000,12000,70,4000)); print("fill",time.perf_counter()-t)
    if connection.vendor=="postgresql":
        with connection.cursor() as c: c.execute("ANALYZE")
    clerk=campaign.actor("clerk")
    page=timed("board",lambda: queries.board(clerk,BoardFilters()))
    assert page.groups and page.next
    timed("board next",lambda: queries.board(clerk,BoardFilters(),page.next))
    theme=page.themes[0].record
    timed("theme",lambda: queries.board(clerk,BoardFilters(theme=theme)))
    for only in ("fresh","shaky","single","several"):
        timed(only,lambda: queries.board(clerk,BoardFilters(only=only)))
    timed("opened",lambda: queries.board(clerk,BoardFilters(state="opened")))
    timed("words",lambda: queries.board(clerk,BoardFilters(words="柳塘路灯")))
    timed("rare words",lambda: queries.board(clerk,BoardFilters(words="没有这个词")))
    big=Group.objects.order_by("-voices").first()
    print(big.voices)
    timed("big group",lambda: queries.group(clerk,big.record))
    timed("small group",lambda: queries.group(clerk,page.groups[-1].record))
    timed("decisions",lambda: queries.decisions(clerk))
    timed("accounts",lambda: queries.accounts())
    timed("members 1000",lambda: queries.members(list(Group.objects.values_list("record",flat=True)[:1000])))
    timed("recount all",lambda: recount())
    two=[g.record for g in page.groups[:2]]
    timed("recount two",lambda: recount(two))
    timed("reheat two",lambda: reheat(two))
    t=time.perf_counter(); actions.merge(**by(campaign),groups=two,reason="x"); print("merge",time.perf_counter()-t)
    assert counted_columns()==counted_by_hand()
