"""Reads the files of built sites with programs that others use, and holds them against each other.

    python read.py OUTPUT

OUTPUT is one site, or a folder of sites. register.json is taken as the truth; register.csv, every reviews.ics and
feed.xml must tell the same of every document.
"""

import csv
import io
import json
import sys
from datetime import date, timedelta
from pathlib import Path

import feedparser
from icalendar import Calendar

wrong = []


def expect(holds, site, words):
    if not holds:
        wrong.append(f"{site.name}: {words}")


def read_csv(site, documents):
    raw = (site / "register.csv").read_bytes()
    expect(raw.startswith(b"\xef\xbb\xbf"), site, "register.csv has no byte-order mark")
    expect(raw.count(b"\r\n") > len(documents), site, "register.csv has no Windows line ends")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    expect(len(rows) == len(documents), site, "register.csv has another number of documents")
    for row, document in zip(rows, documents):
        expect(list(row) == list(document), site, "register.csv has other columns than register.json")
        for key, value in document.items():
            cell = as_cell(value)
            expect(row[key].removeprefix("'") == cell, site, f"{key} of {document['policy']}: {row[key]!r}, not {cell!r}")
            expect(isinstance(value, int) or not row[key].startswith(tuple("=+-@\t\r")), site, f"{row[key]!r} is a formula")


def as_cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(value)
    return str(value)


def read_calendar(site, path):
    """The events of a calendar: a document's title and whose it is, by UID."""
    raw = path.read_bytes()
    name = path.relative_to(site)
    expect(all(len(line) <= 75 for line in raw.split(b"\r\n")), site, f"{name} has a line over 75 octets")
    expect(b"\n" not in raw.replace(b"\r\n", b""), site, f"{name} has a bare line feed")
    calendar = Calendar.from_ical(raw)
    expect(not calendar.errors, site, f"{name}: {calendar.errors}")
    events = {}
    for event in calendar.walk("VEVENT"):
        expect(not event.errors, site, f"{name}: {event.errors}")
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        expect(type(start) is date and end - start == timedelta(days=1), site, f"{name}: {start} is no whole day")
        expect(str(event["UID"]) not in events, site, f"{name}: a UID stands twice")
        events[str(event["UID"])] = (start.isoformat(), str(event["SUMMARY"]))
    return events


def read_calendars(site, documents):
    all_events = read_calendar(site, site / "reviews.ics")
    due = sorted(document["review_due"] for document in documents if is_reviewed(document))
    expect(sorted(day for day, _ in all_events.values()) == due, site, "reviews.ics has other days than register.json")
    for document in filter(is_reviewed, documents):
        theirs = [words for day, words in all_events.values() if day == document["review_due"] and document["title"] in words]
        expect(theirs, site, f"reviews.ics lacks {document['policy']} on {document['review_due']}")
    for path in sorted(site.glob("register/*/*/reviews.ics")):
        part = read_calendar(site, path)
        expect(part.items() <= all_events.items(), site, f"{path.relative_to(site)} has events that reviews.ics has not")
    for school in {document["school"] for document in documents if document["school"]}:
        part = read_calendar(site, site / f"register/schools/{school}/reviews.ics")
        theirs = sorted(document["review_due"] for document in documents if document["school"] == school and is_reviewed(document))
        expect(sorted(day for day, _ in part.values()) == theirs, site, f"the calendar of {school} is another one")
    owned = sum(len(read_calendar(site, path)) for path in site.glob("register/owners/*/reviews.ics"))
    expect(owned == sum(1 for document in documents if is_reviewed(document) and document["owner"]), site, "owners' calendars do not add up")


def is_reviewed(document):
    return document["review_due"] and document["standing"] in ("current", "upcoming")


def read_feed(site, register):
    path = site / "feed.xml"
    feed = feedparser.parse(path.read_bytes())
    expect(not feed.bozo, site, f"feed.xml: {feed.get('bozo_exception')}")
    expect(feed.version == "atom10", site, f"feed.xml is {feed.version}")
    expect(feed.feed.get("id") and feed.feed.get("title") and feed.feed.get("updated"), site, "feed.xml lacks its head")
    days = [entry.updated for entry in feed.entries]
    expect(days == sorted(days, reverse=True), site, "feed.xml is not newest first")
    expect(len({entry.id for entry in feed.entries}) == len(days), site, "feed.xml has an id twice")
    told = {(entry.link.removesuffix("index.html"), entry.updated[:10]) for entry in feed.entries}
    for document in register["documents"]:
        since = first_day(document["effective"])
        if not document["url"] or document["status"] == "draft" or not since or since > register["as_of"]:
            continue
        address = document["url"].removesuffix("index.html")
        found = any(link.endswith(address) and day == since for link, day in told)
        expect(found, site, f"feed.xml lacks {document['url']} of {since}")


def first_day(day_or_month):
    return day_or_month if not day_or_month or len(day_or_month) == 10 else f"{day_or_month}-01"


def read_site(site):
    register = json.loads((site / "register.json").read_text("utf-8"))
    documents = register["documents"]
    for document in documents:
        if document["url"]:
            page = site / document["url"]
            expect((page / "index.html" if page.is_dir() else page).is_file(), site, f"{document['url']} leads nowhere")
    read_csv(site, documents)
    read_calendars(site, documents)
    read_feed(site, register)
    expect((site / "robots.txt").is_file() and (site / "404.html").is_file(), site, "robots.txt or 404.html is missing")
    return len(documents)


def main(output):
    sites = sorted(path.parent for path in Path(output).glob("**/register.json"))
    documents = sum(read_site(site) for site in sites)
    if not documents:
        wrong.append(f"there is no document in {output}")
    for words in wrong:
        print(words, file=sys.stderr)
    print(f"{len(sites)} sites, {documents} documents: {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
