import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join as joinPath } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Product } from '../../shared/protocol/shapes.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { type Client, join, joinSeller } from '../support/drivers/client.ts'
import { atEnd } from '../support/drivers/leftovers.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'
import { judgeFolder } from './shoppers.ts'

const environment = {
  LOG_LEVEL: 'fatal',
  NODE_OPTIONS: `--import ${joinPath(import.meta.dirname, 'small-journal-files.ts')}`,
}
const filesMax = 64
const limited = ['sh', '-c', `ulimit -n ${filesMax}; exec "$@"`, 'market']

/**
 * Idle connections by the hundred under `ulimit -n 64`, while a shop restocks and the journal begins one file after the
 * other. Then the limit is taken below what is open already, so that no file can be opened at all, and given back.
 */
export const openFilesFault: Fault = {
  name: 'too many open files',
  rules: ['G1', 'G2', 'G13'],
  async run({ scale, seed }) {
    const rounds = scale === 'full' ? 10 : 2
    const market = await MarketProcess.start(environment, limited)
    const violations: string[] = []
    const seller = await joinSeller(market)
    const product = await list(seller, { stock: 1_000_000 })
    const acknowledged = new Map<string, number>()
    const restock = async (): Promise<string> => {
      const command = { id: newId(), productId: product.id, quantity: 1 }
      const answer = await seller.request('product:restock', command)
      if (answer.ok) acknowledged.set(command.id, answer.seq)
      return answer.ok ? 'ok' : answer.error.code
    }
    let refused = 0
    let worstResumeMs = 0
    for (let round = 0; round < rounds; round += 1) {
      const idle = await openIdle(market.port, 200)
      const codes = await inTurn(60, restock)
      if (codes.some((code) => code !== 'ok'))
        violations.push(`beside idle connections: ${[...new Set(codes)]}`)
      for (const socket of idle) socket.destroy()
      const starved = await starve(market, restock)
      refused += starved.refused
      worstResumeMs = Math.max(worstResumeMs, starved.resumeMs)
      if (starved.refused === 0) violations.push('no file was missing')
      violations.push(...(await newcomerBuys(market, product)))
    }
    if (!seller.socket.connected) violations.push('the seller was cut off')
    const files = readdirSync(market.folder).filter((name) => /^journal-\d+\.jsonl$/.test(name)).length
    if (files < rounds * 2) violations.push(`the journal has only ${files} files`)
    const ended = await market.end('SIGTERM')
    if (ended?.code !== 0) violations.push(`it ended with ${ended?.code}: ${ended?.output.slice(-300)}`)
    const { lost, violations: found } = await judgeFolder(market.folder, acknowledged)
    const figures = {
      'open files at most': filesMax,
      acknowledged: acknowledged.size,
      'journal files': files,
      'refused meanwhile': refused,
      'worst time to resume': `${Math.round(worstResumeMs)} ms`,
      'false acknowledgements': lost,
      seed,
    }
    return { figures, violations: [...violations, ...found], skipped: null }
  },
}

/** Opens idle connections; the server closes those that it does not accept. */
async function openIdle(port: number, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1'))
  for (const socket of sockets) {
    socket.on('error', () => socket.destroy())
    atEnd(() => void socket.destroy())
  }
  await Promise.all(
    sockets.map((socket) => new Promise((done) => socket.once('connect', done).once('close', done))),
  )
  // The server closes excess connections a moment after the kernel accepted them.
  await sleep(200)
  return sockets
}

async function inTurn(times: number, act: () => Promise<string>): Promise<string[]> {
  const codes: string[] = []
  for (let turn = 0; turn < times; turn += 1) codes.push(await act())
  return codes
}

/** Stops the process from opening files until commands are refused; returns how long it then takes to sell again. */
async function starve(
  market: MarketProcess,
  act: () => Promise<string>,
): Promise<{ refused: number; resumeMs: number }> {
  const limit = (soft: number): void =>
    void execFileSync('prlimit', ['--pid', String(market.pid), `--nofile=${soft}:${filesMax}`])
  limit(3)
  let refused = 0
  for (let turn = 0; turn < 300 && refused < 5; turn += 1) if ((await act()) === 'unavailable') refused += 1
  limit(filesMax)
  const startedMs = performance.now()
  while ((await act()) !== 'ok' && performance.now() - startedMs < 30_000) await sleep(50)
  return { refused, resumeMs: performance.now() - startedMs }
}

/** A new guest can connect and buy. */
async function newcomerBuys(market: MarketProcess, product: Product): Promise<string[]> {
  const newcomer: Client<'/'> = await join(market, '/')
  const answer = await newcomer.request('purchase:create', purchase(product))
  newcomer.leave()
  return answer.ok ? [] : [`a newcomer was answered ${answer.error.code}`]
}
