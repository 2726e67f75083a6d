// Reads calendar files as calendar programs do, and prints the instants that they see.
//
//   node read.mjs FILE...                  files by path
//   node read.mjs < list.json              [{"name": "...", "ics": "BEGIN:VCALENDAR..."}, ...]
//
// The answer is one JSON object: {"<name>": {"<parser>": [{uid, start, end, summary}, ...]}},
// instants in milliseconds since 1970 UTC, events in the order of their UIDs. Tasks stand beside
// the events, as "<parser> tasks": [{uid, due, status, summary}, ...], with the day they are due.

import { readFileSync } from "node:fs";

import ICAL from "ical.js";
import nodeIcal from "node-ical";

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      start: event.startDate.toUnixTime() * 1000,
      end: event.endDate.toUnixTime() * 1000,
      summary: event.summary,
      description: event.description,
    };
  });
}

function byNodeIcal(text) {
  return Object.values(nodeIcal.sync.parseICS(text))
    .filter((component) => component.type === "VEVENT")
    .map((event) => ({
      uid: event.uid,
      start: event.start.getTime(),
      end: event.end.getTime(),
      summary: event.summary?.val ?? event.summary,
      description: event.description?.val ?? event.description,
    }));
}

function tasksByIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vtodo").map((task) => ({
    uid: task.getFirstPropertyValue("uid"),
    due: task.getFirstPropertyValue("due")?.toString() ?? null,
    status: task.getFirstPropertyValue("status"),
    summary: task.getFirstPropertyValue("summary"),
  }));
}

function tasksByNodeIcal(text) {
  return Object.values(nodeIcal.sync.parseICS(text))
    .filter((component) => component.type === "VTODO")
    .map((task) => ({
      uid: task.uid,
      due: task.due?.toISOString().slice(0, 10) ?? null,
      status: task.status,
      summary: task.summary?.val ?? task.summary,
    }));
}

const parsers = {
  "ical.js": byIcalJs,
  "node-ical": byNodeIcal,
  "ical.js tasks": tasksByIcalJs,
  "node-ical tasks": tasksByNodeIcal,
};

function inOrder(events) {
  return events.sort((one, other) => (one.uid < other.uid ? -1 : 1));
}

const paths = process.argv.slice(2);
const files = paths.length
  ? paths.map((path) => ({ name: path, ics: readFileSync(path, "utf8") }))
  : JSON.parse(readFileSync(0, "utf8"));

const answer = {};
for (const { name, ics } of files) {
  answer[name] = {};
  for (const [parser, read] of Object.entries(parsers)) {
    answer[name][parser] = inOrder(read(ics));
  }
}
process.stdout.write(JSON.stringify(answer));
