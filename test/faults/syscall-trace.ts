import { spawnSync } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'
import { judgeFolder, Shoppers } from './shoppers.ts'

const calls = 'openat,close,write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync,rename,ftruncate'

/**
 * Checks in the system calls of a market under load that each reply is sent after the fdatasync of its entry has
 * returned. Killing the process does not prove that, since the kernel keeps what was written.
 */
export const syscallTrace: Fault = {
  name: 'replies follow fdatasync',
  rules: ['G1'],
  async run({ scale, seed }) {
    const figures: Record<string, number | string> = { seed }
    if (!hasTracer())
      return { figures, violations: ['strace is missing, and could not be installed'], skipped: null }
    const output = join(await makeTemporaryFolder(), 'calls.txt')
    const tracer = ['strace', '-D', '-f', '-qq', '-s', '100000', '-e', `trace=${calls}`, '-o', output]
    const market = await MarketProcess.start({ SOUK_LIMITS: 'off', LOG_LEVEL: 'error' }, tracer)
    const shoppers = await Shoppers.open(market, 5)
    shoppers.begin(4)
    const goal = scale === 'full' ? 3_000 : 150
    const seller = shoppers.seller
    await seller.until(() => shoppers.acknowledged.size >= goal, `${goal} acknowledged`)
    await shoppers.end()
    await market.end('SIGTERM')
    const order = new TraceOrder()
    for await (const line of createInterface({ input: createReadStream(output, 'latin1') })) order.take(line)
    const { violations } = await judgeFolder(market.folder, shoppers.acknowledged)
    violations.push(...order.violations)
    if (order.replies < shoppers.acknowledged.size) {
      violations.push(`${order.replies} replies were seen of ${shoppers.acknowledged.size}`)
    }
    Object.assign(figures, { replies: order.replies, broadcasts: order.broadcasts, fdatasyncs: order.syncs })
    return { figures, violations, skipped: null }
  },
}

function hasTracer(): boolean {
  const isThere = (): boolean => spawnSync('strace', ['-V']).status === 0
  if (isThere()) return true
  spawnSync('apt-get', ['install', '-y', 'strace'])
  return isThere()
}

/** Reads the lines of strace, and finds replies that were sent before their entry was durable. */
class TraceOrder {
  replies = 0
  broadcasts = 0
  syncs = 0
  readonly violations: string[] = []
  /** Seqs that were written, by descriptor, and not synced yet. */
  readonly #written = new Map<string, number>()
  #durableSeq = 0
  /** The beginning of a call that another thread's interrupted, by thread. */
  readonly #unfinished = new Map<string, string>()

  take(line: string): void {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    if (rest.endsWith('<unfinished ...>')) {
      // A send may take effect when the call begins; a sync only when it has returned.
      this.#begins(rest)
      this.#unfinished.set(thread, rest)
      return
    }
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest)
    if (resumed) return this.#returns(`${this.#unfinished.get(thread) ?? ''} ${resumed[2]}`)
    this.#begins(rest)
    this.#returns(rest)
  }

  #begins(call: string): void {
    if (!/^(write|writev|sendto|sendmsg)\(/.test(call)) return
    for (const [, seq] of call.matchAll(/\[\{\\"ok\\":true,\\"order\\".*?\},\\"seq\\":(\d+)\}\]/g)) {
      this.replies += 1
      this.#mustBeDurable('a reply', Number(seq))
    }
    for (const [, seq] of call.matchAll(
      /\\"market:changed\\",\{\\"epoch\\":\\"[^"]*\\",\\"from\\":\d+,\\"seq\\":(\d+)/g,
    )) {
      this.broadcasts += 1
      this.#mustBeDurable('a broadcast', Number(seq))
    }
  }

  #returns(call: string): void {
    const written = /^pwrite(?:64|v)\((\d+),/.exec(call)
    if (written) {
      const seqs = [...call.matchAll(/\{\\"v\\":\d+,\\"seq\\":(\d+)/g)].map(([, seq]) => Number(seq))
      if (seqs.length > 0) this.#written.set(written[1]!, Math.max(...seqs))
    }
    const synced = /^f(?:data)?sync\((\d+)/.exec(call)
    if (!synced || !/= 0$/.test(call)) return
    this.syncs += 1
    this.#durableSeq = Math.max(this.#durableSeq, this.#written.get(synced[1]!) ?? 0)
  }

  #mustBeDurable(what: string, seq: number): void {
    if (seq > this.#durableSeq)
      this.violations.push(`${what} of ${seq} left, and ${this.#durableSeq} was synced`)
  }
}
