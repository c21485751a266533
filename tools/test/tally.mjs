import { writeFileSync } from 'node:fs';

/** Jest reporter: leaves the numbers of the run in the file that the runner names. */
export default class Tally {
  onRunComplete(_contexts, results) {
    const {
      numPassedTests: passed,
      numFailedTests,
      numRuntimeErrorTestSuites,
      numPendingTests,
      numTodoTests,
    } = results;
    const tally = {
      passed,
      failed: numFailedTests + numRuntimeErrorTestSuites,
      skipped: numPendingTests + numTodoTests,
    };
    writeFileSync(process.env.MANDATE_TEST_TALLY, JSON.stringify(tally));
  }
}
