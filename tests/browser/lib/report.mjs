// Counts what passed and what failed, and says each failure in words. A test hands its complaints to `complain`; one
// without any has passed.

const MOST_COMPLAINTS = 8;

export class Report {
  passed = 0;
  failed = 0;

  /** Runs one test. What it throws is a complaint like any other. */
  async test(name, body) {
    const complaints = [];
    try {
      await body((complaint) => complaints.push(complaint));
    } catch (error) {
      complaints.push(error.stack ?? String(error));
    }
    if (complaints.length === 0) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    console.log(`FAILED  ${name}`);
    for (const complaint of complaints.slice(0, MOST_COMPLAINTS)) console.log(`          ${complaint}`);
    if (complaints.length > MOST_COMPLAINTS) console.log(`          … and ${complaints.length - MOST_COMPLAINTS} more`);
  }

  /** Names a group of tests when it is over, with what it looked at and how long that took. */
  async group(name, body) {
    const began = Date.now();
    const before = { passed: this.passed, failed: this.failed };
    await body();
    const tally = `${this.passed - before.passed} passed, ${this.failed - before.failed} failed`;
    console.log(`${name}: ${tally} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }

  close() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}
