import { refuse } from '../../shared/refusals.ts'
import { HttpRefusal } from './http-refusal.ts'

/** A whole number of an address, in digits alone: "1e1" and "0x10" are none. Null for what is none. */
export const wholeNumberOf = (text: unknown): number | null =>
  typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null

/** The same; throws `invalid`, which names the parameter. */
export function wholeNumber(path: string, text: unknown): number {
  const number = wholeNumberOf(text)
  if (number === null) throw notWhole(path)
  return number
}

export const notWhole = (path: string): HttpRefusal =>
  new HttpRefusal(
    refuse('invalid', { issues: [{ path, message: 'must be a whole number within its limits' }] }),
  )
