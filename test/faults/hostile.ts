import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join as joinPath } from 'node:path'
import { verifyFolder } from '../../server/verify/verify.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { mutated, validFrames } from '../support/builders/broken-frames.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { type Client, join, joinPrograms, joinSeller } from '../support/drivers/client.ts'
import { atEnd } from '../support/drivers/leftovers.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { RawTcp, textFrame, upgradeRequest } from '../support/drivers/raw-tcp.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'
import { collecting, heldMb } from './memory.ts'
import { Pace } from './pace.ts'
import { residentMb } from './storms.ts'

const path = '/socket.io/?EIO=4&transport=websocket'

/** How much memory this many frames may cost: each is followed by another buyer's order, which is kept. */
const heldMbMax = (frames: number): number => 10 + frames / 2_048
/**
 * How much the process may take for garbage. Each frame costs a connection, and what is thrown away before the engine
 * collects grows its heap once, by some 110 MB within 10,000 frames; after that it stays as it is.
 */
const garbageMbMax = 250

/** Thousands of frames that are nearly right, while another buyer keeps buying. */
export const brokenFrames: Fault = {
  name: 'malformed frames',
  rules: ['G13'],
  async run({ scale, seed }) {
    const random = seededRandom(seed)
    const frames = scale === 'full' ? 30_000 : 300
    const market = await MarketProcess.start({ SOUK_LIMITS: 'off', LOG_LEVEL: 'fatal', ...collecting })
    const product = await list(await joinSeller(market), { stock: 1_000_000 })
    const bystander = await join(market, '/')
    const before = { heldMb: await heldMb(market), residentMb: residentMb(market.pid) }
    let closed = 0
    let client = await RawEngine.join(market)
    for (let number = 0; number < frames; number += 1) {
      if (client.closed) {
        closed += 1
        client = await RawEngine.join(market)
      }
      client.send(mutated(random.pick(validFrames(product.id)), random))
      // Wait after each: a frame sent too soon after a bad one would find the connection closed.
      await bystander.ok('purchase:create', purchase(product))
    }
    const violations = await standsWith(market, bystander)
    if (closed < frames / 2) violations.push(`only ${closed} of ${frames} frames were taken for broken`)
    const grownMb = residentMb(market.pid) - before.residentMb
    const moreMb = (await heldMb(market)) - before.heldMb
    if (moreMb > heldMbMax(frames)) violations.push(`${moreMb.toFixed(1)} MB are held`)
    if (grownMb > garbageMbMax) violations.push(`${grownMb} MB are not given back`)
    return {
      figures: {
        frames,
        'sockets closed': closed,
        crashes: violations.length,
        'memory held': `${moreMb.toFixed(1)} MB`,
        'memory grown': `${grownMb} MB`,
        seed,
      },
      violations,
      skipped: null,
    }
  },
}

/** Packets and headers of a size or form that no honest client sends; each closes only its own socket. */
export const monstrousPackets: Fault = {
  name: 'giant packets and headers',
  rules: ['G13'],
  async run({ scale, seed }) {
    const times = scale === 'full' ? 100 : 5
    const market = await MarketProcess.start({ SOUK_LIMITS: 'off', LOG_LEVEL: 'fatal' })
    const bystander = await join(market, '/')
    await list(await joinSeller(market), { stock: 10 })
    const beforeMb = residentMb(market.pid)
    const kinds: ((engine: RawEngine) => void)[] = [
      (engine) => engine.send(`42["purchase:create",{"id":"${'x'.repeat(1024 * 1024)}"}]`),
      (engine) => engine.send('4511-["purchase:create",{}]'),
      (engine) => engine.send('451-["purchase:create",{"_placeholder":true,"num":0}]', '42["order:list",{}]'),
      (engine) => engine.send(Buffer.alloc(200_000)),
    ]
    const violations: string[] = []
    let closed = 0
    for (let turn = 0; turn < times; turn += 1) {
      for (const send of kinds) {
        const engine = await RawEngine.join(market)
        send(engine)
        await engine.end()
        closed += 1
      }
      const tcp = await RawTcp.open(market)
      tcp.write(`${upgradeRequest(path).slice(0, -4)}\r\n${'X-Many: 1\r\n'.repeat(2_000)}\r\n`)
      await tcp.until(() => tcp.isClosed || tcp.text.includes('HTTP/1.1'), 'an answer to 2,000 headers')
      if (tcp.text.includes(' 101 ')) violations.push('2,000 headers were let in')
      tcp.reset()
      const pieces = await RawTcp.upgrade(market, path)
      const frame = textFrame(`40${JSON.stringify({ token: 'x'.repeat(500) })}`)
      for (const byte of frame.subarray(0, 50)) pieces.write(Buffer.from([byte]))
      pieces.reset()
    }
    violations.push(...(await standsWith(market, bystander)))
    const figures = { closed, 'memory grown': `${residentMb(market.pid) - beforeMb} MB`, seed }
    return { figures, violations, skipped: null }
  },
}

const hostileValues = [
  '1e999',
  '-0',
  '0.5',
  '9007199254740993',
  '-1',
  '"1"',
  'null',
  '[]',
  '{}',
  'true',
  '"__proto__"',
  '"constructor"',
  '"\\ud800"',
  '"a\\u0000b"',
  '"\\u202eabc"',
  '"<img src=x onerror=alert(1)>"',
  `"${'x'.repeat(10_000)}"`,
]

/** Every field of a purchase and of a product, with every value that is hard to parse. */
export const strangeValues: Fault = {
  name: 'strange values',
  rules: ['G13', 'G4'],
  async run({ seed }) {
    const market = await MarketProcess.start({ SOUK_LIMITS: 'off', LOG_LEVEL: 'fatal' })
    const seller = await joinSeller(market)
    const product = await list(seller, { stock: 1_000 })
    const bystander = await join(market, '/')
    const engine = await RawEngine.join(market)
    const violations: string[] = []
    let tried = 0
    const line = { productId: String(product.id), quantity: '1', unitPrice: String(product.price) }
    for (const value of hostileValues) {
      for (const field of Object.keys(line)) {
        const fields = Object.entries({ ...line, [field]: value }).map(([name, text]) => `"${name}":${text}`)
        const reply = await engine.ask('purchase:create', `{"id":"${randomUUID()}","lines":[{${fields}}]}`)
        tried += 1
        const isFree = value === '-0' && field === 'unitPrice'
        if ((reply as { ok: boolean } | null)?.ok && !isFree)
          violations.push(`${field} ${value.slice(0, 20)} was sold`)
      }
      for (const payload of [
        value,
        `{"id":${value},"lines":[]}`,
        `{"__proto__":{"x":1},"constructor":${value}}`,
      ]) {
        const reply = (await engine.ask('purchase:create', payload)) as { ok: boolean } | null
        tried += 1
        if (reply === null || reply.ok)
          violations.push(`${payload.slice(0, 40)} was answered ${JSON.stringify(reply)}`)
      }
      await engine.ask('no:such:event', value)
      engine.send(`42["purchase:create",${value}]`, '42["__proto__"]', '42["order:list"]')
    }
    violations.push(...(await standsWith(market, bystander)))
    return { figures: { tried, accepted: violations.length, seed }, violations, skipped: null }
  },
}

/** The same order a hundred times at once, from several connections, over a kill, and with other lines. */
export const oneIdManyTimes: Fault = {
  name: 'one id many times',
  rules: ['G5'],
  async run({ scale, seed }) {
    const rounds = scale === 'full' ? 20 : 2
    const market = await MarketProcess.start({ SOUK_LIMITS: 'off', LOG_LEVEL: 'fatal' })
    const seller = await joinSeller(market)
    const product = await list(seller, { stock: 1_000 })
    const first = await join(market, '/')
    const token = first.stream.token ?? ''
    const tabs = [first, ...(await Promise.all([1, 2, 3].map(() => join(market, '/', { auth: { token } }))))]
    const violations: string[] = []
    for (let round = 0; round < rounds; round += 1) {
      const command = purchase(product)
      const asking = Array.from({ length: 100 }, (_, copy) =>
        tabs[copy % tabs.length]!.requestUntilKnown('purchase:create', command),
      )
      if (round % 2 === 1) {
        await market.end('SIGKILL')
        await market.start()
      }
      const seqs = new Set(
        (await Promise.all(asking)).map((answer) => (answer.ok ? answer.seq : answer.error.code)),
      )
      if (seqs.size !== 1) violations.push(`a hundred copies were answered with ${[...seqs]}`)
      const other = await first.requestUntilKnown('purchase:create', {
        ...command,
        lines: [{ ...command.lines[0]!, quantity: 2 }],
      })
      if (other.ok || other.error.code !== 'id_mismatch')
        violations.push('other lines under the same id were not refused')
    }
    await seller.ready()
    await seller.until(() => seller.stock(product.id) === 1_000 - rounds, 'one piece each')
    return {
      figures: { orders: rounds, copies: rounds * 100, 'extra effects': violations.length, seed },
      violations,
      skipped: null,
    }
  },
}

/** One session with many connections sends as much as it can, while the others are served. */
export const flood: Fault = {
  name: 'one session floods the queue',
  rules: ['G8', 'G13'],
  async run({ scale, seed }) {
    const market = await MarketProcess.start({ LOG_LEVEL: 'fatal' })
    const product = await list(await joinSeller(market), { stock: 10_000_000 })
    const buyers = await joinPrograms(market, 10)
    const pace = new Pace(buyers, () => purchase(product), 20)
    await settle(scale === 'full' ? 2_000 : 300)
    const alone = pace.p99()
    const program = joinPath(import.meta.dirname, 'flood-process.ts')
    const flooder = fork(program, [market.url, String(product.id), String(product.price)])
    atEnd(() => endOf(flooder))
    await once(flooder, 'message')
    pace.p99()
    await settle(scale === 'full' ? 5_000 : 700)
    const meanwhile = pace.p99()
    flooder.send('how many?')
    const [refused] = (await once(flooder, 'message')) as [number]
    flooder.kill('SIGKILL')
    await pace.end()
    const violations = pace.refused.length > 0 ? [`others were refused: ${new Set(pace.refused)}`] : []
    if (refused === 0) violations.push('the flood was not refused')
    if (Number.isNaN(meanwhile)) violations.push('nobody else was answered meanwhile')
    const figures = {
      "others' p99 alone": `${alone.toFixed(1)} ms`,
      "others' p99 meanwhile": `${meanwhile.toFixed(1)} ms`,
      'refused to the flooder': refused,
      seed,
    }
    return { figures, violations, skipped: null }
  },
}

const settle = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms))

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'close')
}

/** Checks that the process lives, the other buyer was never cut off, and the journal is intact. */
async function standsWith(market: MarketProcess, bystander: Client<'/'>): Promise<string[]> {
  const violations: string[] = []
  if (!bystander.socket.connected) violations.push('somebody who did nothing was cut off')
  const health = await fetch(`${market.url}/readyz`)
  if (health.status !== 200) violations.push(`it is not ready: ${health.status}`)
  const { total } = await verifyFolder(market.folder)
  if (total > 0) violations.push(`the audit found ${total} violations`)
  return violations
}
