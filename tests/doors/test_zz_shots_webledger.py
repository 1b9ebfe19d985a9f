import os, sys
import pytest
from tests.doors.ledger_room import *
from tests.doors.frame_visits import *
OUT=os.environ.get("SHOTS","/tmp/work/webledger/shots")
ONLY=os.environ.get("ONLY","")
LANG=os.environ.get("LANGS","zh-hans,en").split(",")

@pytest.fixture
def live_ledger(live_campaign, settings, tmp_path, monkeypatch):
    from huiyin.campaign_folder import CampaignFolder
    settings.CAMPAIGN = CampaignFolder(tmp_path)
    settings.LOCALE_PATHS=["/tmp/work/webledger/locale",*settings.LOCALE_PATHS]
    from django.utils.translation import trans_real
    trans_real._translations={}
    return ledger_room(live_campaign, tmp_path, monkeypatch)

def test_shots(browser_page, live_server, live_ledger):
    os.makedirs(OUT,exist_ok=True)
    found=filled(live_ledger)
    group=live_ledger.ledger.groups(2)
    c=live_ledger
    late,claimed,signed=found["late"],found["claimed"],found["signed"]
    pages=[
     ("clerk","list","/problems/"),("clerk","late",f"/problems/{late}/"),("clerk","signed",f"/problems/{signed}/"),
     ("clerk","draft",f"/problems/{found['draft']}/"),
     ("clerk","assign",f"/problems/{found['draft']}/moves/assign/"),
     ("clerk","describe",f"/problems/{late}/describe/"),
     ("clerk","new",f"/problems/new/?group={group[0]}&group={group[1]}"),
     ("clerk","answers","/answers/"),("clerk","panswers",f"/problems/{signed}/answers/"),
     ("clerk","home","/"),("clerk","unit","/units/liutang/"),("clerk","calendar","/calendar/"),
     ("liaison","llist","/problems/"),("liaison","week","/problems/week/"),("liaison","claim",f"/problems/{late}/moves/claim/"),
     ("liaison","llate",f"/problems/{late}/"),("liaison","lhome","/"),
     ("guide","check",f"/problems/{claimed}/moves/check/"),("guide","gproblem",f"/problems/{claimed}/"),
     ("head","grant",f"/problems/{found['in_progress']}/moves/grant_extension/"),("head","hhome","/"),
     ("auditor","alist","/problems/"),
    ]
    bad={}
    for person in dict.fromkeys(p for p,_,_ in pages):
        ctx=browser_page.context
        v=visit(browser_page, live_server, c.campaign, person)
        for who,name,path in pages:
            if who!=person or (ONLY and name not in ONLY.split(",")): continue
            for lang in LANG:
                v.speak(lang)
                for size in (DESK,PHONE):
                    v.page.set_viewport_size(size)
                    page=v.go(path)
                    f=accessibility_faults(page)
                    if is_wider_than_the_window(page): f.append("WIDE")
                    if f: bad[name,lang,size["width"]]=f
                    page.screenshot(path=f"{OUT}/{name}-{lang[:2]}-{size['width']}.png",full_page=True)
        if v.faults(): bad[person]=v.faults()
    for k,x in bad.items(): print(k,x)
