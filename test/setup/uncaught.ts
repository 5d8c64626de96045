// Prints errors that nobody caught: mocha repeats the test that happened to run, and their trace would be lost with that.
process.on('uncaughtExceptionMonitor', (error) => console.error('\nNobody caught:', error));

export {};
