#!/usr/bin/env python3
"""Writes the tapes beside this file. Their texts are made up; the faults are those that publishers showed (docs/operate/truth.md)."""
import json
import pathlib
from datetime import datetime, timedelta, timezone

HERE = pathlib.Path(__file__).parent
START = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.utc)
LABELS = {1: "Exercise Normal Precautions", 2: "Exercise Increased Caution", 3: "Reconsider Travel", 4: "Do Not Travel"}
LEVELS = {
    "North Korea": 4, "Mali": 3, "Nepal": 2, "Chad": 4, "Iraq": 4, "Iran": 4, "Yemen": 4, "Niger": 3, "Egypt": 2, "Jordan": 2,
    "Kuwait": 2, "Kenya": 2, "Ghana": 2, "Peru": 2, "Brazil": 2, "Mexico": 2, "India": 2, "Turkey": 2, "Uganda": 3, "Burundi": 3,
    "Japan": 1, "Norway": 1, "Iceland": 1, "Finland": 1, "Austria": 1, "Portugal": 1, "Slovenia": 1, "Latvia": 1, "Estonia": 1,
    "Uruguay": 1, "Argentina": 1, "Chile": 2, "Bolivia": 2, "Zambia": 1, "Botswana": 1, "Malawi": 2, "Mongolia": 1, "Vietnam": 1,
    "Singapore": 1, "Taiwan": 1,
}
ERROR = "<!doctype html><html><head><title>Error</title></head><body><h1>502 Bad Gateway</h1></body></html>"


def advice(levels, dates=None, texts=None):
    items = "".join(
        f"<item><title>{name} - Level {level}: {LABELS[level]}</title>"
        f"<link>https://travel.state.gov/advisories/{name.lower().replace(' ', '-')}.html</link>"
        f"<pubDate>{(dates or {}).get(name, 'Mon, 01 Dec 2025')}</pubDate>"
        f"<description>{(texts or {}).get(name, f'Made-up advice for {name} at level {level}.')}</description></item>\n"
        for name, level in levels.items())
    return f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Travel Advisories</title>\n{items}</channel></rss>\n'


def threat(level, stamp):
    text = f"The current national threat level is {level}. The threat to Northern Ireland from Northern Ireland-related terrorism is MODERATE."
    return (
        '<rss version="2.0"><channel><title>Threat Level</title><link>https://www.mi5.gov.uk/</link>\n'
        f"<item><title>Current threat level: {level}</title><link>/threats-and-advice/threat-levels</link>\n"
        f"<description>{text}</description><pubDate>{stamp}</pubDate></item></channel></rss>\n")


def write(name, title, channel, url, polls, expected):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    listed = []
    for number, (after, kind, body) in enumerate(polls):
        file = f"{number:02}.{'html' if kind == 'text/html' else 'xml'}"
        (folder / file).write_text(body)
        listed.append({
            "at": (START + after).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "responses": [{"url": url, "status": 200, "headers": {"content-type": kind}, "body": file}]})
    (folder / "tape.json").write_text(json.dumps({"title": title, "channels": [channel], "polls": listed}, indent=1) + "\n")
    (folder / "expect.jsonl").write_text("".join(json.dumps(line) + "\n" for line in expected))


def line(poll, channel, change, area, severity, within=0):
    return {"poll": poll, "channel": channel, "change": change, "area": area, "key": None, "severity": severity, "within": within}


def main():
    mali, dates = LEVELS | {"Mali": 4}, {"Mali": "Mon, 02 Mar 2026"}
    current = advice(mali, dates)
    nepal, moved = mali | {"Nepal": 3}, dates | {"Nepal": "Tue, 03 Mar 2026"}
    chad, last = nepal | {"Chad": 3}, moved | {"Chad": "Wed, 04 Mar 2026"}
    redated = {name: "Tue, 03 Mar 2026" for name in LEVELS}
    bodies = [
        advice(LEVELS),
        current,  # Mali rises
        advice(mali | {"North Korea": 1}, dates, {"North Korea": "Summary not available"}),  # a placeholder
        current,
        advice(LEVELS),  # a stale copy
        current,
        ERROR,
        current,
        advice({}),  # an empty list
        current,
        current[:len(current) // 2],  # half a document
        current,
        advice(mali, redated),  # all items re-dated, then back
        current,
        advice(nepal, moved),  # Nepal rises
        advice(nepal | {"Iraq": 1, "Yemen": 1}, moved, {name: "Summary not available" for name in ("Iraq", "Yemen")}),
        advice(nepal, moved),
    ]
    polls = [(timedelta(minutes=15 * index), "text/html" if body is ERROR else "text/xml", body) for index, body in enumerate(bodies)]
    # Chad is lowered, and stays so for a day and a half.
    polls += [(timedelta(hours=12 * index), "text/xml", advice(chad, last)) for index in range(4, 8)]
    write(
        "travel-advice-faults", "Forty countries whose list shows every usual fault", "us-state-travel",
        "https://travel.state.gov/_res/rss/TAsTWs.xml", polls,
        [line(1, "us-state-travel", "raised", "ML", "Extreme"), line(14, "us-state-travel", "raised", "NP", "Severe"),
         line(17, "us-state-travel", "lowered", "TD", "Severe", within=3)])

    usual, raised = threat("SUBSTANTIAL", "Monday, March 02, 2026 -  07:50"), threat("SEVERE", "Monday, March 02, 2026 -  13:15")
    bodies = [
        usual, ERROR, usual,
        "<!doctype html><html><head><title>Just a moment...</title></head><body>Checking your browser.</body></html>", usual,
        "error code: 1022", usual, "", usual, raised, ERROR, raised,
    ]
    kinds = ["text/xml" if body.startswith("<rss") else "text/html" for body in bodies]
    write(
        "threat-level-faults", "A threat level behind error and challenge pages", "uk-mi5-threat-level",
        "https://www.mi5.gov.uk/UKThreatLevel/UKThreatLevel.xml",
        [(timedelta(minutes=40 * index), kind, body) for index, (kind, body) in enumerate(zip(kinds, bodies))],
        [line(9, "uk-mi5-threat-level", "raised", "GB", "Severe")])


main()
