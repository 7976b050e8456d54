import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'
import type { Fault } from './fault.ts'
import { judgeFolder, Shoppers } from './shoppers.ts'

/**
 * The kernel itself fails the Nth fdatasync of the real process, which must then log why, end, and have
 * acknowledged nothing that is missing.
 */
export const failingSync: Fault = {
  name: 'the Nth fdatasync fails',
  rules: ['G1', 'G2'],
  async run({ scale, seed }) {
    const violations: string[] = []
    const figures = { tried: 0, 'ended in words': 0, acknowledged: 0, 'false acknowledgements': 0, seed }
    const last = scale === 'full' ? 40 : 0
    // The first ones belong to the start; continue at least until the market sells.
    for (
      let number = scale === 'full' ? 1 : 12;
      number <= Math.max(last, 12);
      number += scale === 'full' ? 1 : 100
    ) {
      const folder = await makeTemporaryFolder()
      const acknowledged = await sellUntilItFails(folder, number, violations, figures)
      const market = await MarketProcess.start({ SOUK_DATA: folder, LOG_LEVEL: 'error' })
      await market.end('SIGTERM')
      const { lost, violations: found } = await judgeFolder(folder, acknowledged)
      figures['false acknowledgements'] += lost
      figures.acknowledged += acknowledged.size
      violations.push(...found.map((violation) => `sync ${number}: ${violation}`))
    }
    return { figures, violations, skipped: null }
  },
}

async function sellUntilItFails(
  folder: string,
  number: number,
  violations: string[],
  figures: { tried: number; 'ended in words': number },
): Promise<ReadonlyMap<string, number>> {
  figures.tried += 1
  const inject = `inject=fdatasync:error=EIO:when=${number}`
  const tracer = ['strace', '-D', '-f', '-qq', '-e', 'trace=fdatasync', '-e', inject, '-o', '/dev/null']
  let market: MarketProcess
  try {
    market = await MarketProcess.start({ SOUK_DATA: folder, SOUK_LIMITS: 'off', LOG_LEVEL: 'error' }, tracer)
  } catch (error) {
    // It failed before it listened, with an error message: otherwise this would have timed out.
    if (/EIO/.test(String(error))) figures['ended in words'] += 1
    else violations.push(`sync ${number}: the start said nothing of the disk: ${error}`)
    return new Map()
  }
  const ended = market.ended!
  const acknowledged = new Map<string, number>()
  const shoppers = await Promise.race([Shoppers.open(market, 2), ended.then(() => null)]).catch(() => null)
  if (shoppers) {
    shoppers.begin(2)
    await ended
    for (const [id, seq] of shoppers.acknowledged) acknowledged.set(id, seq)
    shoppers.giveUp()
  }
  const { code, output } = await ended
  if (code === 0) violations.push(`sync ${number}: it ended with 0`)
  if (/The journal failed|EIO/.test(output)) figures['ended in words'] += 1
  else violations.push(`sync ${number}: it ended without a word of why: ${output.slice(-300)}`)
  return acknowledged
}
