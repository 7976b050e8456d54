import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { bread, purchase } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { type LogLine, MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

test('[log] each command is logged with its id at level debug, and none at level info', async () => {
  for (const level of ['debug', 'info']) {
    const lines: LogLine[] = []
    const keep = { write: (line: string) => void lines.push(JSON.parse(line) as LogLine) }
    const market = await MarketServer.start({ world: { logger: pino({ level }, keep) } })
    const [seller, buyer] = await Promise.all([joinSeller(market), join(market, '/')])
    const listing = bread({ stock: 1 })
    const { product } = await seller.ok('product:create', listing)
    const commands = [purchase(product), purchase(product)]
    await buyer.ok('purchase:create', commands[0]!)
    await buyer.refused('purchase:create', commands[1]!)
    const logged = lines.filter(({ msg }) => msg === 'command')
    if (level === 'info') expect(logged).toEqual([])
    else {
      expect(logged).toMatchObject([
        { level: 20, command: listing.id, event: 'product:create', code: 'ok' },
        { level: 20, command: commands[0]!.id, event: 'purchase:create', code: 'ok' },
        { level: 20, command: commands[1]!.id, event: 'purchase:create', code: 'out_of_stock' },
      ])
    }
  }
})
