import type { Actor, Command } from '../../server/market/command.ts'
import type { Market } from './market.ts'
import type { Scheduler } from './scheduler.ts'

interface OwnCommand {
  id: string
  actor: Actor
  command: Command
  known(accepted: boolean): void
}

/** Submits a command, and again each second, until its outcome is known. */
export function commandUntilKnown(
  { market, scheduler }: { market: Pick<Market, 'core'>; scheduler: Scheduler },
  { id, actor, command, known }: OwnCommand,
): void {
  let isKnown = false
  const ask = (): void => {
    if (isKnown) return
    scheduler.after(1_000, ask)
    market.core?.queue.submit(id, { id, actor, payloadHash: command.type, command }, (outcome) => {
      const isTransient = outcome.kind === 'refused' && ['busy', 'unavailable'].includes(outcome.refusal.code)
      if (isKnown || isTransient) return
      isKnown = true
      known(outcome.kind === 'done')
    })
  }
  ask()
}
