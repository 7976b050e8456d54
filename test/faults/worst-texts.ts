import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { limits } from '../../shared/protocol/limits.ts'
import { ask } from '../support/drivers/http.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { operatorToken } from '../support/drivers/server.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'

/** Texts that are expensive to normalise, trim, match, split or count. */
const worstUnits: Readonly<Record<string, string>> = {
  'marks of two classes': '\u0301\u0316',
  'thirty marks on each letter': `a${'\u0301\u0316'.repeat(15)}`,
  'a mark on each letter': 'a\u0301',
  'marks between joiners': `${'\u0301\u0316'.repeat(15)}\u034f`,
  'marks between overrides': `${'\u0301\u0316'.repeat(15)}\u202e`,
  'Hangul in pieces': '\u1100\u1161\u11a8',
  'ligatures of eighteen letters': '\ufdfa',
  'white space': ' \t\u00a0',
  'line breaks': '\r\n',
  'nothing visible': '\u200b\ufe0f',
  emoji: '🥖',
  hyphens: '-',
  zeros: '0',
  quotes: '"",',
  brackets: '[{',
}

/** An input that takes text; used at most `repeatsMax` times from one address, or on one connection. */
interface Entrance {
  name: string
  market: MarketProcess
  /** In UTF-16 units. */
  length: number
  repeatsMax: number
  /** How many it has on the wire. */
  bytesOf(text: string): number
  /** Sends a text this many times, from an address of its own; resolves with the code of the last reply. */
  open(address: string): Promise<(text: string) => Promise<string>>
}

/** How many times the cost of plain text with as many bytes a text may cost. */
const ratioMax = 5
/** What a text may cost beyond that, until it is taken or rejected. */
const extraMsMax = 1
/** Less than this is not measured. */
const leastMs = 0.1

/** Sends the worst texts to every input that takes text, and compares them with plain text of as many bytes. */
export const worstTexts: Fault = {
  name: 'worst texts',
  rules: ['G13'],
  async run({ scale, seed }) {
    const limited = await MarketProcess.start({ LOG_LEVEL: 'fatal', SOUK_SIGNUP: 'open' })
    // The limit of checks per seller is below what is tried here.
    const unlimited = await MarketProcess.start({ LOG_LEVEL: 'fatal', SOUK_LIMITS: 'off' })
    const repeats = scale === 'full' ? 10 : 4
    const violations: string[] = []
    let tried = 0
    let worst = { ratio: 0, extraMs: 0, what: '' }
    const units = Object.entries(worstUnits).filter((_, index) => scale === 'full' || index % 6 === 1)
    for (const entrance of [...entrances(limited), ...files(unlimited)]) {
      for (const [kind, unit] of units) {
        const text = unit.repeat(Math.ceil(entrance.length / unit.length)).slice(0, entrance.length)
        const plain = 'a'.repeat(entrance.bytesOf(text))
        tried += 1
        const address = `127.0.${1 + (tried >> 7)}.${1 + (tried & 127)}`
        const measure = new Measure(entrance.market.pid, await entrance.open(address))
        const isDear = () =>
          measure.ratio > ratioMax || (entrance.length <= messageLength && measure.extraMs > extraMsMax)
        await measure.warmUp(text, plain)
        // Other programs share the cores, so repeat the measurement: a text that is really expensive is so again.
        for (let round = 0; round === 0 || (round < 6 && isDear()); round += 1)
          await measure.both(text, plain, Math.min(repeats, entrance.repeatsMax))
        const { costMs, plainMs, ratio, extraMs } = measure
        const what = `${entrance.name}: ${kind}`
        if (ratio > worst.ratio) worst = { ratio, extraMs, what }
        if (measure.wasLimited) violations.push(`${what} was not looked at`)
        if (isDear())
          violations.push(`${what} cost ${costMs.toFixed(2)} ms, plain text ${plainMs.toFixed(2)} ms`)
      }
    }
    const figures = {
      tried,
      'worst beside plain text': `${worst.ratio.toFixed(1)} ×, ${worst.extraMs.toFixed(2)} ms more (${worst.what})`,
      seed,
    }
    return { figures, violations, skipped: null }
  },
}

/** Compares the CPU time of two texts in the market's process: the minimum of several rounds. */
class Measure {
  wasLimited = false
  costMs = Number.POSITIVE_INFINITY
  plainMs = Number.POSITIVE_INFINITY
  readonly #pid: number
  readonly #send: (text: string) => Promise<string>

  constructor(pid: number, send: (text: string) => Promise<string>) {
    this.#pid = pid
    this.#send = send
  }

  get ratio(): number {
    return this.costMs / this.plainMs
  }
  get extraMs(): number {
    return this.costMs - this.plainMs
  }

  /** Warms up: the first texts also pay for compilation and allocation. */
  async warmUp(...texts: string[]): Promise<void> {
    for (const text of [...texts, ...texts]) await this.#send(text)
  }

  async both(text: string, plain: string, repeats: number): Promise<void> {
    this.costMs = Math.min(this.costMs, await this.#costOf(text, repeats))
    this.plainMs = Math.min(this.plainMs, await this.#costOf(plain, repeats))
  }

  async #costOf(text: string, repeats: number): Promise<number> {
    const before = await this.#atRest()
    for (let turn = 0; turn < repeats; turn += 1) {
      const code = await this.#send(text)
      if (['too_many_requests', 'closed', '413'].includes(code)) this.wasLimited = true
    }
    return Math.max(leastMs, ((await this.#atRest()) - before) / repeats)
  }

  /** The CPU time once it stops growing: a thread's time is counted when it is idle, which may be after its answer. */
  async #atRest(): Promise<number> {
    for (let before = cpuMs(this.#pid); ; ) {
      await new Promise((resume) => setTimeout(resume, 2))
      const now = cpuMs(this.#pid)
      if (now - before < leastMs) return now
      before = now
    }
  }
}

/** The CPU time of a process, over all its threads. */
function cpuMs(pid: number): number {
  const threads = `/proc/${pid}/task`
  return readdirSync(threads)
    .map((thread) => Number(readFileSync(`${threads}/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6)
    .reduce((sum, ms) => sum + ms, 0)
}

/** The longest text that is not rejected for its length alone, and a message full of one. */
const textLength = 3 * limits.textCodePointsMax
const messageLength = 12_000
const fileLength = 100_000

/** Each request is also invalid for another reason, so that no text is stored, which would cost more. */
function entrances(market: MarketProcess): Entrance[] {
  const events: [string, number, (text: string) => object][] = [
    ['session:rename', messageLength, (name) => ({ name })],
    ['order:list', messageLength, (before) => ({ before })],
    ['purchase:create', messageLength / 2, (id) => ({ id, lines: [id] })],
  ]
  const ofSeller: [string, number, (text: string) => object][] = [
    ['product:create', 700, (name) => ({ name })],
    ['product:create', textLength, (description) => ({ description })],
    ['product:create', messageLength / 2, (image) => ({ image, category: image })],
    ['order:list', messageLength, (find) => ({ find })],
    ['shop:update', messageLength, (timeZone) => ({ timeZone })],
    ['order:cancel', textLength, (reason) => ({ reason })],
  ]
  const bodies: [string, number, (text: string) => object][] = [
    ['/api/sign-up', 400, (password) => ({ email: 'ann@', password })],
    ['/api/sign-up', 900, (email) => ({ email, password: '' })],
    ['/api/sign-up', textLength, (description) => ({ shop: { name: '', description } })],
    ['/api/sign-in', messageLength / 2, (operatorToken) => ({ operatorToken, email: operatorToken })],
    ['/api/invites/accept', messageLength / 2, (secret) => ({ secret, name: secret })],
    ['/api/page-errors', messageLength / 4, (stack) => ({ id: '', page: stack, message: stack, stack })],
  ]
  return [
    ...events.map((event) => ofSocket(market, '/', {}, event)),
    ...ofSeller.map((event) => ofSocket(market, '/seller', { token: operatorToken }, event)),
    ...bodies.map((body) => ofBody(market, body)),
    handshake(market),
    header(market),
  ]
}

function files(market: MarketProcess): Entrance[] {
  return [
    file(market, 'a cell', (text) => `name,description\n"${text.replaceAll('"', '')}",1`),
    file(market, 'a price', (text) => `name,price\nBread,1.${text.replaceAll(/[",\r\n]/g, '')}1`),
    file(market, 'a head', (text) => text),
    file(market, 'rows', (text) => `name,price\n${text}`),
  ]
}

const ofSocket = (
  market: MarketProcess,
  namespace: string,
  auth: object,
  [event, length, payloadOf]: [string, number, (text: string) => object],
): Entrance => ({
  name: `${namespace} ${event}`,
  market,
  bytesOf: bytesInJson,
  length,
  repeatsMax: 30,
  open: async () => {
    const engine = await RawEngine.join(market, namespace, auth)
    return async (text) => {
      const payload = JSON.stringify({ id: randomUUID(), ...payloadOf(text) })
      const reply = (await engine.ask(event, payload, namespace)) as { error?: { code: string } } | null
      return reply === null ? 'closed' : (reply.error?.code ?? 'ok')
    }
  },
})

const ofBody = (
  market: MarketProcess,
  [path, length, bodyOf]: [string, number, (text: string) => object],
): Entrance => ({
  name: `${path} ${Object.keys(bodyOf('')).join(' ')}`,
  market,
  bytesOf: bytesInJson,
  length,
  repeatsMax: 8,
  open: async (localAddress) => async (text) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify(bodyOf(text))
    return codeOf(await ask(`${market.url}${path}`, { method: 'POST', headers, body, localAddress }))
  },
})

const handshake = (market: MarketProcess): Entrance => ({
  name: 'handshake',
  market,
  bytesOf: bytesInJson,
  length: messageLength / 2,
  repeatsMax: 30,
  open: async () => async (text) => {
    const engine = await RawEngine.open(market)
    engine.send(`40${JSON.stringify({ token: text, epoch: text })}`)
    await engine.until(() => engine.frames.length > 1 || engine.closed !== null, 'an answer')
    engine.leave()
    return engine.frames.at(-1) ?? ''
  },
})

const header = (market: MarketProcess): Entrance => ({
  name: 'headers',
  market,
  bytesOf: Buffer.byteLength,
  length: 2_000,
  repeatsMax: 30,
  open: async (localAddress) => async (text) => {
    const headers = {
      cookie: encodeURI(text).replaceAll('%', ';%'),
      authorization: `Bearer ${encodeURI(text)}`,
    }
    return codeOf(await ask(`${market.url}/api/market?for=seller`, { headers, localAddress }))
  },
})

const file = (market: MarketProcess, name: string, fileOf: (text: string) => string): Entrance => ({
  name: `import of ${name}`,
  market,
  bytesOf: Buffer.byteLength,
  length: fileLength,
  repeatsMax: 4,
  open: async (localAddress) => async (text) => {
    const headers = { 'content-type': 'text/csv', authorization: `Bearer ${operatorToken}` }
    const question = { method: 'POST', headers, body: fileOf(text), localAddress }
    return codeOf(await ask(`${market.url}/api/import?check=1`, question))
  },
})

const bytesInJson = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2

const codeOf = ({ status }: { status: number }): string =>
  status === 429 ? 'too_many_requests' : String(status)
