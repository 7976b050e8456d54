import { useState } from 'react'
import type { Refusal } from '../../../shared/refusals.ts'
import type { Ended } from '../../store/send-until-known.ts'

/** Progress of an action on several rows. */
export interface Bulk {
  isRunning: boolean
  done: number
  of: number
  /** Refusals, with the name of what was refused. */
  refused: readonly { name: string; refusal: Refusal }[]
}

const idle: Bulk = { isRunning: false, done: 0, of: 0, refused: [] }

/** Runs an action on several things, a few at a time. A refusal does not stop the others. */
export function useBulk() {
  const [bulk, setBulk] = useState<Bulk>(idle)
  const run = async <Thing>(
    things: readonly Thing[],
    nameOf: (thing: Thing) => string,
    mutation: (thing: Thing) => Promise<Ended<unknown>>,
  ): Promise<void> => {
    setBulk({ isRunning: true, done: 0, of: things.length, refused: [] })
    const waiting = [...things]
    const work = async () => {
      for (let thing = waiting.shift(); thing !== undefined; thing = waiting.shift()) {
        const ended = await mutation(thing)
        const refused = ended.kind === 'refused' ? [{ name: nameOf(thing), refusal: ended.refusal }] : []
        setBulk((before) => ({
          ...before,
          done: before.done + 1,
          refused: [...before.refused, ...refused],
        }))
      }
    }
    await Promise.all(Array.from({ length: 8 }, work))
    setBulk((before) => ({ ...before, isRunning: false }))
  }
  return { bulk, run, reset: () => setBulk(idle) }
}
