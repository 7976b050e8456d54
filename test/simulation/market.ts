import type { Core } from '../../server/core.ts'
import type { Actor, Command } from '../../server/market/command.ts'

/** A market as its people reach it: on one machine, or on any of several nodes. */
export interface Market {
  /** A core that answers now, if there is one. */
  readonly core: Core | null
  /** Rises with each start. */
  readonly run: number
  /** `GET /api/market` as text; null if the market ends before it answers. */
  fetchMarket(asOperator: boolean): Promise<string | null>
  /** Runs a command of the program itself, repeated over restarts until its outcome is known. */
  command(id: string, actor: Actor, command: Command, known: (accepted: boolean) => void): void
}
