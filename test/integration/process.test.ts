import { randomBytes } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { getPriority } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../server/config.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'
import { MarketProcess, runToEnd } from '../support/drivers/server-process.ts'
import { expectStillSells } from '../support/properties/still-sells.ts'

afterEach(leaveNothing)

const wrong: [name: string, value: string][] = [
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['SOUK_OPERATOR_TOKEN', 'x'.repeat(257)],
  ['SOUK_OPERATOR_TOKEN', 'a'],
  ['SOUK_OPERATOR_TOKEN', 'k7Jw0pQzR4tYb2c'],
  ['SOUK_OPERATOR_TOKEN', 'aaaaaaaaaaaaaaaaaaaaaaaa'],
  ['SOUK_OPERATOR_TOKEN', 'aabbccaabbccddaabb'],
  ['SOUK_OPERATOR_TOKEN', 'passwordpassword'],
  ['SOUK_OPERATOR_TOKEN', 'operator operator'],
  ['SOUK_OPERATOR_TOKEN', '12345678901234567'],
  ['SOUK_OPERATOR_TOKEN', 'abcdefghijklmnopqrst'],
  ['SOUK_OPERATOR_TOKEN', 'with a space in between'],
  ['SOUK_OPERATOR_TOKEN', 'schlüsselwörterbuch'],
  ['SOUK_SECRET', 'fifteen letters'],
  ['SOUK_SECRET', 'secret.secret.secret.'],
  ['SOUK_SIGNUP', 'everybody'],
  ['SOUK_SECRET', 'short'],
  ['SOUK_NAME', 'x'.repeat(121)],
  ['SOUK_CURRENCY', 'eur'],
  ['SOUK_CURRENCY', 'BTC'],
  ['SOUK_ORIGINS', 'shop.example'],
  ['SOUK_ORIGINS', 'https://shop.example/'],
  ['SOUK_TRUST_PROXY', 'yes'],
  ['SOUK_TRUST_PROXY', 'abc'],
  ['SOUK_TRUST_PROXY', '10.0.0.0/33'],
  ['SOUK_LIMITS', 'no'],
  ['LOG_LEVEL', 'loud'],
  ['SOUK_DATABASE_URL', 'postgres://x'],
]

test('[config] a wrong variable is named, with a value that works', () => {
  for (const [name, value] of wrong) {
    expect(() => readConfig({ [name]: value }), `${name}=${value}`).toThrow(ConfigError)
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} `))
  }
})

test('[config] a secret that is too short or easy to guess is refused, with a way to make one', () => {
  for (const name of ['SOUK_OPERATOR_TOKEN', 'SOUK_SECRET'])
    for (const value of ['short', 'aaaaaaaaaaaaaaaaaaaaaaaa'])
      expect(() => readConfig({ [name]: value })).toThrow('crypto.randomBytes(24)')
  for (let time = 0; time < 1_000; time += 1) {
    const value = randomBytes(16).toString('hex')
    expect(readConfig({ SOUK_OPERATOR_TOKEN: value }).operatorToken).toBe(value)
  }
})

test('[G15] a shorter token is accepted if the folder contains it', async () => {
  const market = await MarketServer.start({ environment: { SOUK_OPERATOR_TOKEN: '' } })
  await market.stop()
  await writeFile(joinPath(market.folder, 'operator-token'), 'short\n')
  await market.start()
  expect(market.core.operatorToken).toBe('short')
})

test('[config] a variable that is not set, or empty, has its documented default', () => {
  const defaults = {
    host: '127.0.0.1',
    port: 3_000,
    dataFolder: 'data/market',
    marketName: 'Souk',
    currency: 'EUR',
    currencyDigits: 2,
    origins: [],
    trustProxy: false,
    limits: true,
    ordersMax: null,
    newGuestsMax: null,
    logLevel: 'info',
  }
  expect(readConfig({})).toMatchObject(defaults)
  expect(readConfig({ PORT: '', SOUK_NAME: '', SOUK_OPERATOR_TOKEN: '' })).toMatchObject(defaults)
  expect(readConfig({ SOUK_CURRENCY: 'JPY' })).toMatchObject({ currencyDigits: 0 })
  expect(readConfig({ SOUK_TRUST_PROXY: '10.0.0.0/8, ::1' }).trustProxy).toEqual(['10.0.0.0/8', '::1'])
})

test('[config] a process with a wrong variable ends with one sentence', async () => {
  const folder = await makeTemporaryFolder()
  const file = joinPath(folder, 'file')
  await writeFile(file, '')
  const endings = await Promise.all([
    runToEnd({ SOUK_DATA: folder, SOUK_LIMITS: 'maybe' }),
    runToEnd({ SOUK_DATA: file }),
    runToEnd({ SOUK_DATA: joinPath(folder, 'a'), HOST: '192.0.2.1' }),
  ])
  const sentences = [
    /^SOUK_LIMITS must be one of on, off/,
    /needs a folder where there is a file .*SOUK_DATA/m,
    /^HOST is 192\.0\.2\.1/m,
  ]
  for (const [index, { code, output }] of endings.entries()) {
    expect(code).toBe(1)
    expect(output).toMatch(sentences[index]!)
    expect(output).not.toMatch(/^ {4}at /m)
  }
})

test('[config] another currency than the market’s stops the start, and the market stays as it was', async () => {
  const market = await MarketServer.start()
  await market.stop()
  await expect(market.restart({ environment: { SOUK_CURRENCY: 'JPY' } })).rejects.toThrow(
    'SOUK_CURRENCY is JPY, but this market counts in EUR',
  )
  await market.restart({ environment: {} })
  await expectStillSells(market)
})

test('[start] a taken port is named, with the command for another', async () => {
  const market = await MarketServer.start()
  const ended = await runToEnd({ SOUK_DATA: await makeTemporaryFolder(), PORT: String(market.port) })
  expect(ended.code).toBe(1)
  expect(ended.output).toContain(`Port ${market.port} is taken`)
  expect(ended.output).toContain(`PORT=${market.port + 1} npm start`)
})

test('[start] a second process on the same folder ends with a sentence, and the first keeps selling', async () => {
  const market = await MarketProcess.start()
  const second = await runToEnd({ SOUK_DATA: market.folder })
  expect(second.code).toBe(1)
  expect(second.output).toMatch(/another Souk is running on this folder/i)
  await expectStillSells(market)
})

test('[start] the address and the link for selling are printed; token and secret are made once, readable by the owner only', async () => {
  const market = await MarketProcess.start({ SOUK_OPERATOR_TOKEN: '', SOUK_NAME: 'Kiosk' })
  const said = (await market.end('SIGTERM'))!.output
  expect(said).toContain('Kiosk is open.')
  const token = new RegExp(`Sell {3}${market.url}/sell#token=(\\S+)`).exec(said)?.[1]
  expect(token).toMatch(/^[\w-]{20,}$/)
  await market.start()
  expect((await joinSeller(market, { token: token! })).stream.opened!.session.role).toBe('operator')
  expect((await stat(market.folder)).mode & 0o777).toBe(0o700)
  const files = await readdir(market.folder)
  expect(files).toEqual(expect.arrayContaining(['secret', 'operator-token']))
  for (const file of files)
    expect([file, (await stat(joinPath(market.folder, file))).mode & 0o077]).toEqual([file, 0])
  expect((await readFile(joinPath(market.folder, 'operator-token'), 'utf8')).trim()).toBe(token)
})

test('[start] the log contains no secret', async () => {
  const market = await MarketProcess.start({ LOG_LEVEL: 'trace', SOUK_SECRET: 'a secret of some length' })
  await expectStillSells(market)
  await get(`${market.url}/r/${'x'.repeat(44)}`)
  const { output } = (await market.end('SIGTERM'))!
  const log = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .join('\n')
  expect(log).toContain('"connected"')
  expect(log).not.toMatch(/operator-token|a secret of some length|souk_session/)
})

test.runIf(process.platform === 'linux')(
  '[work] the engine’s own threads have a lower priority than the main thread, and no others have',
  async () => {
    const { pid } = await MarketProcess.start()
    const threads = await readdir(`/proc/${pid}/task`)
    const priorities = new Map<string, number>()
    for (const thread of threads) {
      const name = (await readFile(`/proc/${pid}/task/${thread}/comm`, 'utf8')).trim()
      priorities.set(`${name} ${thread}`, getPriority(Number(thread)) - getPriority(pid))
    }
    const below = [...priorities].filter(([name]) => name.startsWith('V8Worker'))
    expect(below.length).toBeGreaterThan(0)
    for (const [name, priority] of priorities) {
      expect([name, priority]).toEqual([name, name.startsWith('V8Worker') ? 10 : 0])
    }
  },
)
