import fc from 'fast-check'
import { printedSeed } from '../doubles/random-port.ts'

/** Throws, with the smallest counterexample, when a property fails for a value drawn from the test's seed. */
export function assertHolds<Values>(property: fc.IProperty<Values>, options?: fc.Parameters<Values>): void
export function assertHolds<Values>(
  property: fc.IAsyncProperty<Values>,
  options?: fc.Parameters<Values>,
): Promise<void>
export function assertHolds<Values>(
  property: fc.IRawProperty<Values>,
  options: fc.Parameters<Values> = {},
): Promise<void> | void {
  return fc.assert(property, { seed: printedSeed(), ...options })
}
