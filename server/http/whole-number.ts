import { refuse } from '../../shared/refusals.ts'
import { HttpRefusal } from './http-refusal.ts'

/** A whole number in an address, digits only ("1e1" and "0x10" are not); null for anything else. */
export const wholeNumberOf = (text: unknown): number | null =>
  typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null

/** The same, but throws `invalid` with the parameter's name. */
export function wholeNumber(path: string, text: unknown): number {
  const number = wholeNumberOf(text)
  if (number === null) throw notWhole(path)
  return number
}

export const notWhole = (path: string): HttpRefusal =>
  new HttpRefusal(
    refuse('invalid', { issues: [{ path, message: 'must be a whole number within its limits' }] }),
  )
