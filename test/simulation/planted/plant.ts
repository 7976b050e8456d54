import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { plants } from './plants.ts'

/**
 * `node --import ./test/simulation/planted/plant.ts …` with `PLANT=<name>`: the program runs with that bug in it.
 * The text of the file is changed as it is loaded; the file itself, and every other process, has it not.
 */
const root = join(import.meta.dirname, '../../..')
const plant = plants.find(({ name }) => name === process.env.PLANT)
if (!plant)
  throw new Error(`PLANT is ${process.env.PLANT}; there are: ${plants.map(({ name }) => name).join(', ')}`)

const changes = new Map<string, { find: string; replace: string }[]>()
for (const { file, ...change } of plant.changes) {
  const url = pathToFileURL(join(root, file)).href
  changes.set(url, [...(changes.get(url) ?? []), change])
}

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const here = changes.get(url)
    if (!here || loaded.source === undefined || loaded.source === null) return loaded
    let source = loaded.source.toString()
    if (typeof loaded.source !== 'string') source = Buffer.from(loaded.source as Uint8Array).toString('utf8')
    for (const { find, replace } of here) {
      // A bug that can no longer be planted proves nothing.
      if (source.split(find).length !== 2) throw new Error(`${url} has not exactly one place with: ${find}`)
      source = source.replace(find, () => replace)
    }
    return { ...loaded, source }
  },
})
