import { parseArgs } from 'node:util'
import { serverAddress } from './address.ts'

export interface RushOptions {
  url: string
  buyers: number
  seconds: number
  seed: number
}

export const rushUsage = `npm run rush -- [address] [--buyers 50] [--seconds 30] [--seed 1]
A crowd that shops at a market: real connections, a guest session each.
The address can also be set in SOUK_URL. The default is http://127.0.0.1:3000, or its PORT.`

const buyersMax = 500
const secondsMax = 3_600
const seedMax = 2 ** 32 - 1

/** The options of the crowd, with `newSeed` if no seed is given. Throws an error with a readable message. */
export function rushOptions(
  typed: readonly string[],
  environment: NodeJS.ProcessEnv,
  newSeed: () => number,
): RushOptions {
  const { values, positionals } = parseArgs({
    args: [...typed],
    options: { buyers: { type: 'string' }, seconds: { type: 'string' }, seed: { type: 'string' } },
    allowPositionals: true,
  })
  if (positionals.length > 1) throw new Error(`One address is enough, not ${positionals.join(' and ')}.`)
  return {
    url: serverAddress(positionals[0], environment),
    buyers: wholeNumber('buyers', values.buyers ?? '50', 1, buyersMax),
    seconds: wholeNumber('seconds', values.seconds ?? '30', 1, secondsMax),
    seed: values.seed === undefined ? newSeed() : wholeNumber('seed', values.seed, 0, seedMax),
  }
}

function wholeNumber(name: string, typed: string, min: number, max: number): number {
  const value = /^\d{1,10}$/.test(typed) ? Number(typed) : Number.NaN
  if (value >= min && value <= max) return value
  throw new Error(`--${name} takes a whole number from ${min} to ${max}, not "${typed}".`)
}
