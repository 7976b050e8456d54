import { hasNodes } from '../nodes/nodes-world.ts'
import { simulate } from '../simulation.ts'
import { plants } from './plants.ts'

/**
 * For each of several first seeds, runs seeds until one breaks a promise, and prints how many that took, as one line
 * of JSON. Must be run with `--import plant.ts`.
 */
const [durationMs, seedsMax, ...firstSeeds] = process.argv.slice(2).map(Number) as [
  number,
  number,
  ...number[],
]
const needsNodes = plants.find(({ name }) => name === process.env.PLANT)?.needsNodes ?? false
const found: (number | null)[] = []
let first = ''
for (const firstSeed of firstSeeds) found.push(await search(firstSeed))
console.log(JSON.stringify({ found, first }))

async function search(firstSeed: number): Promise<number | null> {
  let tried = 0
  for (let seed = firstSeed; tried < seedsMax; seed += 1) {
    if (needsNodes && !hasNodes(seed)) continue
    tried += 1
    const violation = await violationOf(seed)
    if (violation === null) continue
    first ||= violation
    return tried
  }
  return null
}

/** A bug may also stop the program in the middle. */
async function violationOf(seed: number): Promise<string | null> {
  try {
    const { violations } = await simulate(seed, { durationMs, trace: null })
    return violations[0] ?? null
  } catch (error) {
    return `it threw: ${error}`
  }
}
