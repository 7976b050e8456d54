import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { median } from '../statistics.ts'
import type { Buyers } from './buyers.ts'

/** About as many bytes as a purchase in the journal. */
const lineBytes = 400
/** A session may ask 200 times a second; one that asks again after this stays below. */
const restMs = 8

/** The median time of an append like the journal's and its fdatasync, on the disk of a folder, in ms. */
export function fdatasyncMs(folder: string, count: number): number {
  const path = join(folder, 'fdatasync-probe')
  const file = openSync(path, 'w')
  const bytes = Buffer.alloc(lineBytes, 'x')
  const times: number[] = []
  for (let done = 0; done < count; done += 1) {
    writeSync(file, bytes)
    const at = performance.now()
    fdatasyncSync(file)
    times.push(performance.now() - at)
  }
  closeSync(file)
  rmSync(path)
  return median(times)
}

/** One client on an idle server, one request at a time with a rest after each: what each took, in ms. */
export async function askAlone(buyers: Buyers, count: number): Promise<number[]> {
  const latenciesMs: number[] = []
  const [buyer] = buyers.all
  for (let asked = 0; asked < count; asked += 1) {
    // The first requests ran cold code.
    if (asked === Math.floor(count / 4)) buyers.tally.latenciesMs = latenciesMs
    await new Promise<void>((replied) => {
      buyer!.onReply = () => replied()
      buyer!.ask()
    })
    await delay(restMs)
  }
  buyers.tally.latenciesMs = null
  await buyers.stop()
  return latenciesMs
}
