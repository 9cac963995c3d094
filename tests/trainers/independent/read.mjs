// Reads calendar files with a program of others (ical.js), which goes by the time zones
// that stand in the files. Reads a JSON file that is named as argument, a list of files
// as text, and prints for each of them {method, events: [{uid, sequence, status, start,
// end, summary, location, description, attendees}]}; instants are seconds since 1970.
import {readFileSync} from 'node:fs';
import ICAL from 'ical.js';

const files = JSON.parse(readFileSync(process.argv[2], 'utf8'));

function told(component) {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    sequence: event.sequence,
    status: component.getFirstPropertyValue('status'),
    start: event.startDate.toUnixTime(),
    end: event.endDate.toUnixTime(),
    summary: event.summary,
    location: event.location,
    description: event.description,
    organizer: component.getFirstProperty('organizer').getParameter('cn'),
    attendees: event.attendees.map((one) => one.getFirstValue())
  };
}

console.log(JSON.stringify(files.map((file) => {
  const calendar = new ICAL.Component(ICAL.parse(file));
  return {
    method: calendar.getFirstPropertyValue('method'),
    events: calendar.getAllSubcomponents('vevent').map(told)
  };
})));
