import type { Config } from '../../server/config.ts'

export const dataFolder = '/market'
export const operatorToken = 'the-operators-token'
export const secret = 'the-key-that-signs-sessions'

export const config: Config = {
  host: '',
  pages: null,
  port: 0,
  dataFolder,
  databaseUrl: null,
  operatorToken,
  secret,
  marketName: 'Simulated',
  currency: 'EUR',
  currencyDigits: 2,
  origins: [],
  trustProxy: false,
  limits: true,
  ordersMax: null,
  newGuestsMax: null,
  shopProductsMax: null,
  signUp: 'open',
  logLevel: 'silent',
  demo: false,
}
