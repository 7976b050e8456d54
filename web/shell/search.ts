/** Addresses contain plain texts: the router's own parser would make a number of "?code=234567". */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

/** The inverse. Leaves out what is undefined, null, false or empty; writes true as "1". */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === false || value === '') continue
    params.set(name, value === true ? '1' : String(value))
  }
  const text = params.toString()
  return text && `?${text}`
}

/** Reads a page's search parameters, each by its function, which returns undefined for what it does not understand. */
export const searchOf =
  <Value extends Record<string, unknown>>(
    parameters: { [Name in keyof Value]: (value: unknown) => Value[Name] },
  ) =>
  (search: Record<string, unknown>): Partial<Value> =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, read]) => [name, read(search[name])]),
    ) as Partial<Value>

/** A text, or undefined if it is absent or empty. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** A whole number from 0 up, or undefined. */
export const wholeOf = (value: unknown): number | undefined => {
  const number = typeof value === 'number' ? value : Number(textOf(value) ?? Number.NaN)
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

/** One of `choices`, or undefined. */
export const oneOf = <Choice extends string>(
  value: unknown,
  choices: readonly Choice[],
): Choice | undefined => choices.find((choice) => choice === value)

/** True for "1" and true, otherwise undefined. */
export const yesOf = (value: unknown): true | undefined =>
  value === '1' || value === true ? true : undefined
