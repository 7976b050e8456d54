import { setTimeout as delay } from 'node:timers/promises'
import type { Scale } from '../scale.ts'
import type { Measured } from '../servers/measured.ts'
import { type Speed, type Spell, speedOf, spellOf } from './measure.ts'

/** A load that can be started and stopped any number of times. */
export interface Load {
  server: Measured
  /** How often it was done so far. */
  done(): number
  begin(): void
  /** Resolves when nothing is under way any more. */
  end(): Promise<unknown>
  /** Where to record how long each took, until it is replaced; not all loads measure that. */
  keepLatencies?(to: number[] | null): void
  /** How many servers share the core: each needs the time to warm up. One without it. */
  sharers?: number
}

export type Measurement = Speed & { latenciesMs: readonly number[] }

export interface TurnOptions {
  turnMs?: number
  /** The first repetition continues until this holds too, but no longer than `measureMsMax` of each load. */
  until?(): boolean
}

/** The start of a load is not measured: all clients send at the same moment, which does not happen later. */
const settleMs = 150

/**
 * Measures loads in turn, for a second each, while the servers of the others are idle. The speed of a shared machine
 * may halve from one minute to the next, but rarely from one second to the next, so all loads get the same conditions.
 * A repetition combines as many turns of each load as fill its time. Resolves with the repetitions of each load.
 */
export async function inTurn(
  loads: readonly Load[],
  scale: Scale,
  { turnMs = 1_000, until }: TurnOptions = {},
): Promise<Measurement[][]> {
  for (const load of loads) await turn(load, scale.warmUpMs * (load.sharers ?? 1))
  const measured: Measurement[][] = loads.map(() => [])
  for (let repetition = 0; repetition < scale.repetitions; repetition += 1) {
    const turns: Turn[][] = loads.map(() => [])
    const isEnough = (ms: number): boolean =>
      ms >= scale.measureMs && (repetition > 0 || !until || until() || ms >= scale.measureMsMax)
    for (let ms = 0; !isEnough(ms); ms += turnMs) {
      const order = [...loads.keys()]
      // Forwards and backwards, so that no load always follows the same one.
      if ((ms / turnMs) % 2) order.reverse()
      for (const index of order)
        turns[index]!.push(await turn(loads[index]!, Math.min(turnMs, scale.measureMs)))
    }
    for (const [index, mine] of turns.entries()) measured[index]!.push(taken(mine))
  }
  return measured
}

interface Turn {
  spell: Spell
  latenciesMs: readonly number[]
}

async function turn(load: Load, ms: number): Promise<Turn> {
  load.begin()
  await delay(Math.min(settleMs, ms / 4))
  const latenciesMs: number[] = []
  load.keepLatencies?.(latenciesMs)
  const spell = await spellOf(load.server, load.done, ms)
  load.keepLatencies?.(null)
  await load.end()
  return { spell, latenciesMs }
}

const taken = (turns: readonly Turn[]): Measurement => ({
  ...speedOf(turns.map(({ spell }) => spell)),
  latenciesMs: turns.flatMap(({ latenciesMs }) => latenciesMs),
})
