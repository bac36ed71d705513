// Prints `N passed, N failed` from vitest's JSON report and the exit status of the run; exits 1 when anything failed.

import { readFileSync } from 'node:fs';

const [file, status] = process.argv.slice(2);
const { passed, failed } = count(read(file));
// lint, types, installation or an error outside the tests: a failure that no test stands for
const unseen = status !== '0' && failed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed + unseen} failed`);
process.exitCode = failed + unseen > 0 || passed === 0 ? 1 : 0;

function count(report) {
  // a file that could not be loaded fails without a single test in it
  const broken = report.testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
  });
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
}
