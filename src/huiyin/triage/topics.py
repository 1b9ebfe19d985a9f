"""shim"""
def read_topic_settings(): return None
def find_topics(texts,*,settings): raise SystemExit
