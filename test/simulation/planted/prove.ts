import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { plants } from './plants.ts'

/**
 * `npm run simulate:prove -- [--series N] [--seeds N] [--hours H] [name…]`: plants each bug in turn, and counts the
 * seeds until the simulation finds it. Exits with 1 when a bug is not found.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    series: { type: 'string', default: '9' },
    seeds: { type: 'string', default: '200' },
    hours: { type: 'string', default: '0.05' },
  },
})
const series = Number(values.series)
const seedsMax = Number(values.seeds)
const durationMs = Number(values.hours) * 3_600_000
const unknown = positionals.filter((name) => !plants.some((plant) => plant.name === name))
if (unknown.length > 0) throw new Error(`no planted bug is called: ${unknown.join(', ')}`)
const chosen = plants.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
let missed = 0
for (const { name } of chosen) await prove(name)
process.exitCode = missed === 0 ? 0 : 1

async function prove(name: string): Promise<void> {
  const { found, first } = await searchWith(name)
  const counts = found.map((count) => count ?? Number.POSITIVE_INFINITY).sort((one, other) => one - other)
  const median = counts[Math.floor(counts.length / 2)]
  if (found.includes(null)) missed += 1
  console.log(`${name}: median ${median} seeds (${counts[0]}–${counts.at(-1)}, ${counts.length} series)`)
  console.log(`    first: ${first}`)
}

function searchWith(name: string): Promise<{ found: (number | null)[]; first: string }> {
  const firstSeeds = Array.from({ length: series }, (_, index) => String(1 + index * 1_000))
  const here = import.meta.dirname
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(here, 'plant.ts'),
      join(here, 'search.ts'),
      String(durationMs),
      String(seedsMax),
      ...firstSeeds,
    ],
    { env: { ...process.env, PLANT: name }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output))
      else reject(new Error(`${name}: the search ended with ${code}`))
    })
  })
}
