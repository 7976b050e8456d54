import { defineConfig } from 'vitest/config'

/**
 * One project for each folder of tests. Groups run one after the other, so that a browser and a server with
 * real sockets have the machine to themselves, and a slow machine does not turn into failing tests.
 */
const project = (name: string, groupOrder: number, testTimeout: number, maxWorkers = 2) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout,
    hookTimeout: testTimeout,
    maxWorkers,
    sequence: { groupOrder },
  },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', 0, 20_000),
      project('contract', 0, 20_000),
      project('simulation', 1, 120_000),
      project('integration', 2, 60_000),
      // One browser at a time: two of them and their servers starve each other on two cores.
      project('browser', 3, 120_000, 1),
    ],
    teardownTimeout: 10_000,
    // A rejection that nobody handled fails the run; so does a test that was left focused.
    dangerouslyIgnoreUnhandledErrors: false,
    allowOnly: false,
  },
})
