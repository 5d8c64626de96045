// Errors that nobody caught: mocha ends and repeats the test that happens to run, and without this their trace would be lost with that.
let count = 0;
process.on('uncaughtExceptionMonitor', (error) => {
  count++;
  console.error('\nNobody caught:', error);
});

/** How many there have been in this process. */
export const uncaughtErrors = (): number => count;
