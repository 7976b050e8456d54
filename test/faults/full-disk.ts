import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId } from '../support/builders/wares.ts'
import { get } from '../support/drivers/http.ts'
import { atEnd } from '../support/drivers/leftovers.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault, FaultReport } from './fault.ts'
import { judgeFolder, Shoppers } from './shoppers.ts'

/** The disk fills up while the market sells, and then has space again. */
export const fullDisk: Fault = {
  name: 'full disk',
  rules: ['G1', 'G2', 'G3', 'G9'],
  async run({ scale, seed }) {
    const folder = mountSmallDisk()
    if (folder === null) {
      return {
        figures: { seed },
        violations: [],
        skipped: 'a small tmpfs needs root; "file too large" was tried',
      }
    }
    const report: FaultReport = { figures: {}, violations: [], skipped: null }
    const acknowledged = new Map<string, number>()
    const rounds = scale === 'full' ? 5 : 1
    let worstResumeMs = 0
    const market = await MarketProcess.start({ SOUK_DATA: folder, SOUK_LIMITS: 'off', LOG_LEVEL: 'fatal' })
    for (let round = 0; round < rounds; round += 1) {
      worstResumeMs = Math.max(worstResumeMs, await fillAndFree(market, acknowledged, report, round))
    }
    await market.end('SIGKILL')
    const { lost, violations } = await judgeFolder(folder, acknowledged)
    report.violations.push(...violations)
    report.figures = {
      rounds,
      acknowledged: acknowledged.size,
      'false acknowledgements': lost,
      'worst time to resume': `${Math.round(worstResumeMs)} ms`,
      seed,
    }
    return report
  },
}

/** The kernel refuses to let a file grow: `ulimit -f` makes it EFBIG, which needs no root. */
export const fileTooLarge: Fault = {
  name: 'file too large',
  rules: ['G1', 'G2'],
  async run({ seed }) {
    // In blocks of 1,024 bytes.
    const limited = ['bash', '-c', 'ulimit -f 100; exec "$@"', 'market']
    const market = await MarketProcess.start({ SOUK_LIMITS: 'off', LOG_LEVEL: 'fatal' }, limited)
    const shoppers = await Shoppers.open(market, 4)
    const violations: string[] = []
    await buyUntilUnavailable(shoppers)
    await mustReadAndAnswer(market, shoppers, violations)
    await market.end('SIGKILL')
    const { lost, violations: found } = await judgeFolder(market.folder, shoppers.acknowledged)
    const figures = { acknowledged: shoppers.acknowledged.size, 'false acknowledgements': lost, seed }
    return { figures, violations: [...violations, ...found], skipped: null }
  },
}

/** A tmpfs of two megabytes; null where this user may not mount one. */
function mountSmallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'souk-small-disk-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]).status !== 0) {
    rmdirSync(folder)
    return null
  }
  atEnd(() => {
    spawnSync('umount', [folder])
    rmdirSync(folder)
  })
  return folder
}

async function fillAndFree(
  market: MarketProcess,
  acknowledged: Map<string, number>,
  report: FaultReport,
  round: number,
): Promise<number> {
  const ballast = join(market.folder, 'ballast')
  const shoppers = await Shoppers.open(market, 4)
  const { size } = statSync(join(market.folder, 'journal-0000000000000001.jsonl'))
  fill(ballast, size)
  await buyUntilUnavailable(shoppers)
  await mustBeReady(market, 503, report.violations)
  await mustReadAndAnswer(market, shoppers, report.violations)
  // Every other time, restart it while the disk is full.
  if (round % 2 === 1) {
    await market.end(round % 4 === 1 ? 'SIGKILL' : 'SIGTERM')
    await startWhileFull(market, shoppers, report)
  }
  rmSync(ballast, { force: true })
  if (market.ended === null) await market.start()
  const startedMs = performance.now()
  const command = shoppers.command()
  const answer = await shoppers.buyers[0]!.requestUntilKnown('purchase:create', command)
  const resumedMs = performance.now() - startedMs
  if (answer.ok) shoppers.acknowledged.set(command.id, answer.seq)
  else report.violations.push(`after there was space again: ${answer.error.code}`)
  await mustBeReady(market, 200, report.violations)
  for (const [id, seq] of shoppers.acknowledged) acknowledged.set(id, seq)
  shoppers.giveUp()
  return resumedMs
}

/** It starts and can be read, or it reports that it needs space, and ends. */
async function startWhileFull(market: MarketProcess, shoppers: Shoppers, report: FaultReport): Promise<void> {
  try {
    await market.start()
  } catch (error) {
    if (!/The disk is full/.test(String(error))) report.violations.push(`the start said: ${error}`)
    await market.end('SIGKILL')
    return
  }
  await shoppers.buyers[0]!.ready()
  await mustReadAndAnswer(market, shoppers, report.violations)
}

/** Takes all space but for about 60 KB. */
function fill(path: string, usedBytes: number): void {
  const leftBytes = 2 * 1024 * 1024 - usedBytes - 200 * 1024
  writeFileSync(path, Buffer.alloc(Math.max(0, leftBytes)))
}

async function buyUntilUnavailable(shoppers: Shoppers): Promise<void> {
  const buyer = shoppers.buyers[0]!
  for (let count = 0; count < 20_000; count += 1) {
    const commands = Array.from({ length: 20 }, () => shoppers.command())
    const answers = await Promise.all(commands.map((command) => buyer.request('purchase:create', command)))
    for (const [index, answer] of answers.entries()) {
      if (answer.ok) shoppers.acknowledged.set(commands[index]!.id, answer.seq)
    }
    if (answers.some((answer) => !answer.ok && answer.error.code === 'unavailable')) return
  }
  throw new Error('the disk was never full')
}

/** The market reports whether it takes orders, and is alive all the time. */
async function mustBeReady(market: MarketProcess, status: number, violations: string[]): Promise<void> {
  const [ready, alive] = [await get(`${market.url}/readyz`), await get(`${market.url}/healthz`)]
  if (ready.status !== status) violations.push(`/readyz answered ${ready.status}, not ${status}`)
  if (alive.status !== 200) violations.push(`/healthz answered ${alive.status}`)
}

/** Queries and retries of known ids are answered. */
async function mustReadAndAnswer(
  market: MarketProcess,
  shoppers: Shoppers,
  violations: string[],
): Promise<void> {
  const page = await get(`${market.url}/api/market`)
  if (page.status !== 200) violations.push(`the market could not be read: ${page.status}`)
  const [id] = [...shoppers.acknowledged.keys()]
  const { orders } = await shoppers.buyers[0]!.ok('order:list', {})
  const order = orders.find((one) => one.id === id) ?? orders[0]
  if (!order) return void violations.push('no order can be seen')
  const lines = order.lines.map(({ productId, quantity, unitPrice }) => ({ productId, quantity, unitPrice }))
  const repeated = await shoppers.buyers[0]!.request('purchase:create', { id: order.id, lines })
  if (!repeated.ok) violations.push(`a known order was answered ${repeated.error.code}`)
  const fresh = await shoppers.buyers[0]!.request('purchase:create', { ...shoppers.command(), id: newId() })
  if (fresh.ok) shoppers.acknowledged.set(fresh.order.id, fresh.seq)
}
