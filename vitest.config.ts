import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { compileCache } from './test/support/drivers/compile-cache.ts'

// For the workers, and what they start.
Object.assign(process.env, compileCache)

/** How long a test waits for what must come: only on a broken program does it wait that long. */
const patienceMs = 15_000

/** What takes longest begins first, so that no worker is left alone with it at the end of its group. */
const longest = ['fifty-seeds', 'simulation', 'bench', 'faults', 'blocked']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      longest.some((name) => moduleId.endsWith(`/${name}.test.ts`))
    return (await super.sort(files)).sort((one, other) => Number(isLong(other)) - Number(isLong(one)))
  }
}

/**
 * One project for each folder of tests. Groups run one after the other, so that a browser and a server with
 * real sockets have the machine to themselves, and a slow machine does not turn into failing tests. What computes
 * alone shares the first.
 */
const project = (name: string, groupOrder: number, testTimeout: number) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    testTimeout,
    hookTimeout: testTimeout,
    expect: { poll: { timeout: patienceMs } },
    maxWorkers: 2,
    setupFiles: ['test/support/english.ts'],
    sequence: { groupOrder },
  },
})

/**
 * For tests that leave their process as it was: the modules are loaded once for all files, and not for each. So they
 * replace no modules (`vi.mock`).
 */
const sharing = (name: string) => ({
  test: { ...project(name, 0, 60_000).test, isolate: false },
})

/** The integration tests of what is said on the wire. */
const wireTests = [
  ...['selling', 'handshake', 'refusals', 'bad-input', 'resume', 'broadcast'],
  ...['orders', 'hostile-connections', 'malformed-frames', 'rates'],
]

const wireProject = (name: string, tests: readonly string[]) => ({
  test: {
    ...project('integration', 1, 60_000).test,
    name,
    include: tests.map((test) => `test/integration/${test}.test.ts`),
    env: { SOUK_TEST_SOCKETS: name },
  },
})

/** They run once more by the libraries alone, without the direct way to the sockets. */
const plain = wireProject('plain', wireTests)

/** And what clients see, once more by long polling. */
const polling = wireProject('polling', ['selling', 'refusals', 'resume', 'orders'])

export default defineConfig({
  test: {
    projects: [
      sharing('unit'),
      sharing('contract'),
      project('simulation', 0, 120_000),
      project('integration', 1, 60_000),
      plain,
      polling,
      project('browser', 2, 120_000),
    ],
    sequence: { sequencer: LongestFirst },
    teardownTimeout: 10_000,
    // A rejection that nobody handled fails the run; so does a test that was left focused.
    dangerouslyIgnoreUnhandledErrors: false,
    allowOnly: false,
  },
})
