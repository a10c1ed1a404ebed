// Writes the portals that try the theme's patience: those in fixture/, and forty policies more for the crowded one.
//
//     node fixture.mjs FOLDER
//
// `frontsheet build --root FOLDER` then makes their sites.

import fs from 'node:fs';
import path from 'node:path';

const POLICIES = 40;
const CATEGORIES = ['Admissions', 'Behaviour, suspension and permanent exclusion', 'Curriculum', 'Data', 'Employment', 'Finance', 'Governance', 'Health and safety', 'Premises', 'Safeguarding', 'Special educational needs and disability'];
// A title of each length, from one word to more than a line.
const WORDS = ['Attendance', 'and', 'punctuality,', 'absence', 'in', 'term', 'time,', 'late', 'arrival', 'after', 'the', 'register', 'has', 'closed'];

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node fixture.mjs FOLDER');
  process.exit(2);
}
fs.cpSync(path.join(import.meta.dirname, 'fixture'), folder, { recursive: true });

for (let number = 1; number <= POLICIES; number += 1) {
  const slug = `forty-${String(number).padStart(2, '0')}`;
  const title = [...WORDS.slice(0, 1 + (number % WORDS.length)), `(${number})`].join(' ');
  const front = [
    `title = ${JSON.stringify(title)}`,
    ...(number % 3 ? [`category = ${JSON.stringify(CATEGORIES[number % CATEGORIES.length])}`] : []),
    ...(number % 4 ? [`summary = "What ${title.toLowerCase()} means at every school of the trust, and who to ask."`] : []),
    ...(number % 5 ? [`owner = "Owner ${number}"`, 'version = "2.0"', 'approved = 2025-03-10', 'approved_by = "Board"', `next_review = ${2025 + (number % 3)}-03-10`] : []),
    'status = "approved"',
    'phases = ["primary", "secondary"]',
    ...(number === 1 ? ['aliases = ["old-address"]'] : []),
  ];
  const text = `## Purpose\n\nPolicy number ${number}.\n\n## Review\n\nEach year.\n`;
  fs.writeFileSync(path.join(folder, 'content/crowded/policies', `${slug}.md`), `+++\n${front.join('\n')}\n+++\n${text}`);
}
