import { hash } from 'node:crypto'
import type { ImportCheck } from '../../shared/protocol/import-messages.ts'
import { isTransient } from '../../shared/refusals.ts'
import type { Actor, CommandEnvelope, ImportRow } from '../market/command.ts'
import type { Clock, Random } from '../os/clock.ts'
import type { Outcome } from '../queue/outcome.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { planImport } from './import-plan.ts'
import { readTable } from './read-table.ts'

export interface ImportDeskDependencies {
  market: DurableMarket
  clock: Clock
  random: Random
  /** Called for each picture that a file names. */
  onImageNamed?(hash: string): void
  bounds: { plansPerShopMax: number; planRowsMax: number; planMsMax: number }
}

interface Kept {
  actorId: string
  shopId: number
  importRows: ImportRow[]
  until: number
  /** The command that applies it or has applied it; null until one is sent, and again after a refusal. */
  commandId: string | null
}

/**
 * Checked files that wait to be confirmed. In memory, bounded: a shop's new file replaces its oldest one. If all files
 * together have too many rows, it replaces one of the shop with the most rows, but not if its own shop would then have
 * more.
 */
export class ImportDesk {
  readonly #dependencies: ImportDeskDependencies
  readonly #plans = new Map<string, Kept>()

  constructor(dependencies: ImportDeskDependencies) {
    this.#dependencies = dependencies
  }

  /** What a file would do. Throws a NoTable for one that cannot be read, and a {@link TooManyRows}. */
  async check(actor: Actor, shopId: number, bytes: Buffer): Promise<ImportCheck> {
    const { market, clock, random, bounds } = this.#dependencies
    const { importRows, ...shown } = await planImport(market, shopId, await readTable(bytes))
    if (shown.errors.length || importRows.length === 0) return { ...shown, token: null }
    const created = importRows.filter(({ kind }) => kind === 'create').length
    // A new one for each check: the same file, checked again, may be applied again.
    const token = `${random.uuid()}.${created}.${importRows.length - created}`
    const until = clock.monotonic() + bounds.planMsMax
    this.#makeRoom(shopId, importRows.length)
    this.#plans.set(token, { actorId: actor.id, shopId, importRows, until, commandId: null })
    for (const row of importRows) {
      const image = row.kind === 'create' ? row.product.image : row.changes.image
      if (image) this.#dependencies.onImageNamed?.(image)
    }
    return { ...shown, token }
  }

  /** The rows of all pending files. */
  get rows(): number {
    this.#dropOld()
    return [...this.#rowsByShop().values()].reduce((sum, count) => sum + count, 0)
  }

  /** How many files of a shop are pending. */
  pendingOf(shopId: number): number {
    this.#dropOld()
    return [...this.#plans.values()].filter((plan) => plan.shopId === shopId).length
  }

  /** Throws a {@link TooManyRows}. */
  #makeRoom(shopId: number, rows: number): void {
    const { plansPerShopMax, planRowsMax } = this.#dependencies.bounds
    while (this.pendingOf(shopId) >= plansPerShopMax) this.#dropOldestOf(shopId)
    while (this.rows + rows > planRowsMax) {
      const waiting = this.#rowsByShop()
      const [heaviest, most] = [...waiting].reduce((one, other) => (other[1] > one[1] ? other : one), [0, 0])
      if (most <= (waiting.get(shopId) ?? 0) + rows) throw new TooManyRows()
      this.#dropOldestOf(heaviest)
    }
  }

  #rowsByShop(): Map<number, number> {
    const rows = new Map<number, number>()
    for (const { shopId, importRows } of this.#plans.values())
      rows.set(shopId, (rows.get(shopId) ?? 0) + importRows.length)
    return rows
  }

  #dropOldestOf(shopId: number): void {
    const oldest = [...this.#plans].find(([, plan]) => plan.shopId === shopId)
    if (oldest) this.#plans.delete(oldest[0])
  }

  #dropOld(): void {
    const now = this.#dependencies.clock.monotonic()
    for (const [token, { until }] of this.#plans) if (until <= now) this.#plans.delete(token)
  }

  /**
   * The command that applies a plan. Its id is the first that it was sent with: sent with another, it is a repeat and
   * gets the first outcome. Without the plan (too old, or lost by a restart) the command does nothing: if its id is
   * known it gets its outcome, otherwise `conflict`.
   */
  envelope(actor: Actor, id: string, token: string): CommandEnvelope {
    const plan = this.#plans.get(token)
    const isGood =
      plan !== undefined && plan.actorId === actor.id && plan.until > this.#dependencies.clock.monotonic()
    if (isGood) plan.commandId ??= id
    const payloadHash = hash('sha256', `product:import\n${token}`, 'base64url').slice(0, 22)
    const command = {
      type: 'product:import',
      shopId: isGood ? plan.shopId : 0,
      rows: isGood ? plan.importRows : null,
    } as const
    return { id: (isGood && plan.commandId) || id, actor, payloadHash, command }
  }

  /** After a final refusal, the plan may be applied by another command. */
  ended(token: string, envelope: CommandEnvelope, outcome: Outcome): void {
    const plan = this.#plans.get(token)
    const isFinal = outcome.kind === 'refused' && !isTransient(outcome.refusal.code)
    if (isFinal && plan?.commandId === envelope.id) plan.commandId = null
  }
}

/** The pending files leave no room for these rows. */
export class TooManyRows extends Error {
  override name = 'TooManyRows'
}

/** How many products a token's file creates and changes, which the token itself says, also after a restart. */
export function countsOf(token: string): { created: number; changed: number } {
  const [, created = '0', changed = '0'] = token.split('.')
  return { created: Number(created) || 0, changed: Number(changed) || 0 }
}
