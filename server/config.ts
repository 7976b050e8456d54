import { isIP } from 'node:net'
import { name } from '../shared/catalog/values.ts'
import { digitsOf } from '../shared/money.ts'
import { limits } from '../shared/protocol/limits.ts'
import { isObvious } from '../shared/protocol/password.ts'
import { Explained } from './errors/explained.ts'
import { isDatabaseUrl } from './postgres/hosts.ts'

/** The settings from the environment variables. */
export type Config = ReturnType<typeof readConfig>

/** Whose `X-Forwarded-*` is trusted: nobody's, this many hops, or these networks. */
export type TrustProxy = false | number | readonly string[]

/** A variable that cannot be used; its message names the variable and says what would work. */
export class ConfigError extends Explained {
  override name = 'ConfigError'
}

export const defaultPort = 3000

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the environment, and freezes the result. Throws a {@link ConfigError} for the first variable that is wrong. */
export function readConfig(environment: Environment) {
  // An empty variable counts as not set, as in most service managers.
  const of = (name: string): string | undefined => environment[name] || undefined
  const currency = currencyOf(of('SOUK_CURRENCY') ?? 'EUR')
  return Object.freeze({
    host: of('HOST') ?? '127.0.0.1',
    port: portOf(of('PORT') ?? String(defaultPort)),
    /** Where `npm run dev` serves the pages; null where the market does. */
    pages: of('SOUK_PAGES')?.replace(/\/$/, '') ?? null,
    dataFolder: of('SOUK_DATA') ?? 'data/market',
    /** A PostgreSQL database that several nodes may share; null for files in the data folder. */
    databaseUrl: databaseUrlOf(of('SOUK_DATABASE_URL')),
    operatorToken: operatorTokenOf(of('SOUK_OPERATOR_TOKEN')),
    secret: secretOf('SOUK_SECRET', of('SOUK_SECRET')),
    marketName: nameOf(of('SOUK_NAME') ?? 'Souk'),
    currency,
    currencyDigits: digitsOf(currency),
    /** Further origins that browsers may come from, besides the server's own. */
    origins: (of('SOUK_ORIGINS') ?? '')
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(originOf),
    trustProxy: trustOf(of('SOUK_TRUST_PROXY') ?? 'off'),
    limits: oneOf('SOUK_LIMITS', of('SOUK_LIMITS') ?? 'on', ['on', 'off']) === 'on',
    /** Orders that are not cancelled; null for as many as fit into the memory. */
    ordersMax: numberOf('SOUK_ORDERS_MAX', of('SOUK_ORDERS_MAX'), 50_000_000),
    /** Products of one shop that is not the operator's own; null for the default. */
    shopProductsMax: numberOf('SOUK_SHOP_PRODUCTS', of('SOUK_SHOP_PRODUCTS'), limits.productsMax),
    /** Guests who may order for the first time from one address, at once and per hour; null for the default. */
    newGuestsMax: numberOf('SOUK_NEW_GUESTS', of('SOUK_NEW_GUESTS'), 1_000_000),
    /** Who may open a shop. */
    signUp: oneOf('SOUK_SIGNUP', of('SOUK_SIGNUP') ?? 'invite', ['invite', 'open']),
    logLevel: oneOf('LOG_LEVEL', of('LOG_LEVEL') ?? 'info', logLevels),
    /** Shown on every page, so that nobody takes a demo for a shop. */
    demo: oneOf('SOUK_DEMO', of('SOUK_DEMO') ?? 'off', ['on', 'off']) === 'on',
  })
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

const wrong = (name: string, what: string): ConfigError => new ConfigError(`${name} ${what}`)

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text)
  throw wrong('PORT', `must be a number from 0 to 65535, not "${text}"`)
}

/** Null where there is none. Throws a {@link ConfigError}. */
export function databaseUrlOf(url: string | undefined): string | null {
  if (!url || isDatabaseUrl(url)) return url || null
  throw wrong('SOUK_DATABASE_URL', 'must be like postgres://user:password@host:5432/database')
}

/** A whole number from 1 on; null where there is none. */
function numberOf(variable: string, text: string | undefined, max: number): number | null {
  if (text === undefined) return null
  if (/^\d{1,12}$/.test(text) && Number(text) >= 1 && Number(text) <= max) return Number(text)
  throw wrong(variable, `must be a whole number from 1 to ${max}, not "${text}"`)
}

/** It travels in a header, so it is plain ASCII without spaces. */
function operatorTokenOf(text: string | undefined): string | null {
  if (text !== undefined && !/^[\x21-\x7e]+$/.test(text))
    throw wrong('SOUK_OPERATOR_TOKEN', `must have no spaces and only ASCII characters. ${howToMake}`)
  return secretOf('SOUK_OPERATOR_TOKEN', text)
}

function secretOf(variable: string, text: string | undefined): string | null {
  if (text === undefined) return null
  if (text.length < secretLengthMin || text.length > secretLengthMax)
    throw wrong(variable, `must have ${secretLengthMin} to ${secretLengthMax} characters. ${howToMake}`)
  if (new Set(text).size < secretDistinctMin || isRepetition(text) || isObvious(text))
    throw wrong(variable, `is too easy to guess. ${howToMake}`)
  return text
}

const secretLengthMin = 16
const secretLengthMax = 256
const secretDistinctMin = 6
const howToMake =
  'Leave it unset to have one made and kept in SOUK_DATA, or make one: node -p "crypto.randomBytes(24).toString(\'base64url\')"'

/** Is it a shorter text over and over, the last time perhaps in part? */
function isRepetition(text: string): boolean {
  for (let length = 1; length <= text.length / 2; length += 1)
    if (text.startsWith(text.slice(length))) return true
  return false
}

function nameOf(text: string): string {
  const checked = name.safeParse(text)
  if (checked.success) return checked.data
  throw wrong('SOUK_NAME', checked.error.issues[0]?.message ?? 'is no name')
}

function currencyOf(text: string): string {
  const known = Intl.supportedValuesOf('currency')
  if (known.includes(text)) return text
  throw wrong('SOUK_CURRENCY', `must be an ISO 4217 code like EUR or JPY, not "${text}"`)
}

function originOf(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text
  throw wrong('SOUK_ORIGINS', `must be origins like https://shop.example, not "${text}"`)
}

function trustOf(text: string): TrustProxy {
  if (text === 'off') return false
  if (/^\d{1,2}$/.test(text)) return Number(text)
  const networks = text.split(/[\s,]+/).filter(Boolean)
  if (networks.every(isNetwork)) return networks
  throw wrong('SOUK_TRUST_PROXY', `must be off, a number of hops, or networks like 10.0.0.0/8, not "${text}"`)
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '0', ...rest] = text.split('/')
  const bitsMax = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax
}

function oneOf<Value extends string>(name: string, text: string, values: readonly Value[]): Value {
  const value = values.find((each) => each === text)
  if (value !== undefined) return value
  throw wrong(name, `must be one of ${values.join(', ')}, not "${text}"`)
}
