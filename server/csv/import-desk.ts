import { hash } from 'node:crypto'
import type { ImportCheck } from '../../shared/protocol/import-messages.ts'
import type { Clock } from '../clock.ts'
import type { Actor, Command, ImportRow } from '../market/command.ts'
import type { DurableMarket } from '../market/state.ts'
import { planImport } from './import-plan.ts'
import { readTable } from './read-table.ts'

export interface ImportDeskParts {
  market: DurableMarket
  clock: Clock
  bounds: { plansMax: number; planMsMax: number }
}

interface Kept {
  actorId: string
  shopId: number
  wished: ImportRow[]
  until: number
}

/** Files that were checked, and wait for a yes. In memory, bounded, oldest forgotten first. */
export class ImportDesk {
  readonly #parts: ImportDeskParts
  readonly #plans = new Map<string, Kept>()

  constructor(parts: ImportDeskParts) {
    this.#parts = parts
  }

  /** Tells what a file would do. Throws a NoTable for one that cannot be read. */
  async check(actor: Actor, shopId: number, bytes: Buffer): Promise<ImportCheck> {
    const { market, clock, bounds } = this.#parts
    const { wished, ...shown } = await planImport(market, shopId, await readTable(bytes))
    if (shown.errors.length || wished.length === 0) return { ...shown, token: null }
    const created = wished.filter(({ kind }) => kind === 'create').length
    const digest = hash('sha256', JSON.stringify([actor.id, shopId, wished]), 'base64url').slice(0, 32)
    const token = `${digest}.${created}.${wished.length - created}`
    this.#plans.delete(token)
    this.#plans.set(token, { actorId: actor.id, shopId, wished, until: clock.monotonic() + bounds.planMsMax })
    const [oldest] = this.#plans.keys()
    if (this.#plans.size > bounds.plansMax && oldest !== undefined) this.#plans.delete(oldest)
    return { ...shown, token }
  }

  /**
   * The command that does what was checked. Without the plan (too old, or of a process before this one) it does
   * nothing but be answered with its outcome, where its id is known, and `conflict` where it is not.
   */
  command(actor: Actor, id: string, token: string): Command {
    const plan = this.#plans.get(token)
    const isGood =
      plan !== undefined && plan.actorId === actor.id && plan.until > this.#parts.clock.monotonic()
    const content = hash('sha256', `product:import\n${token}`, 'base64url').slice(0, 22)
    const wish = {
      type: 'product:import',
      shopId: isGood ? plan.shopId : 0,
      rows: isGood ? plan.wished : null,
    } as const
    return { id, actor, content, wish }
  }
}

/** How many products a token's file makes and changes: it says so itself, also after a restart. */
export function countsOf(token: string): { created: number; changed: number } {
  const [, created = '0', changed = '0'] = token.split('.')
  return { created: Number(created) || 0, changed: Number(changed) || 0 }
}
