import { removeTemporaryFolders } from '../builders/temporary-folder.ts'

const ends: (() => Promise<void> | void)[] = []

/** Has something ended after the test, last come first; what `end` throws fails the test. */
export function atEnd(end: () => Promise<void> | void): void {
  ends.push(end)
}

/** Sockets, listening servers and child processes that this process holds. */
const held = (): string[] => process.getActiveResourcesInfo().filter((kind) => /^(TCP|Process)/.test(kind))

let heldBefore = held().length
const patienceMs = 15_000

/** Keeps what was just started for later tests. */
export function keepForOthers(held: number): void {
  heldBefore += held
}

/**
 * Ends what the test began and removes its folders; fails when a socket, a server or a process is left behind
 * by the program or by the test. Belongs into `afterEach`.
 */
export async function leaveNothing(): Promise<void> {
  const failures: unknown[] = []
  for (const end of ends.splice(0).reverse()) {
    try {
      await end()
    } catch (error) {
      failures.push(error)
    }
  }
  await removeTemporaryFolders()
  const waitUntil = performance.now() + patienceMs
  while (held().length > heldBefore && performance.now() < waitUntil) {
    await new Promise((resume) => setTimeout(resume, 5))
  }
  const left = held().slice(heldBefore)
  if (left.length) failures.push(new Error(`left behind: ${left.join(', ')}`))
  if (failures.length === 1) throw failures[0]
  if (failures.length) throw new AggregateError(failures, failures.map(String).join('; '))
}

const vitest = process.env.VITEST === undefined ? null : await import('vitest')

/** Called by a module while a file of tests loads: has `end` called after the last of them; outside of tests, never. */
export const atEndOfFile = (end: () => Promise<void>): void => vitest?.afterAll(end)

/** Shows `text` when the test fails; outside of tests, nothing. */
export const tellOnFailure = (text: () => string): void => vitest?.onTestFailed(() => console.error(text()))
