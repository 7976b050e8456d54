import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { plants } from './plants.ts'

/**
 * `node --import ./test/simulation/planted/plant.ts …` with `PLANT=<name>`: runs a program with that bug. Every module
 * that imports the export gets the replacement, which is built on the original and checked by the compiler.
 */
const plant = plants.find(({ name }) => name === process.env.PLANT)
if (!plant)
  throw new Error(`PLANT is ${process.env.PLANT}; there are: ${plants.map(({ name }) => name).join(', ')}`)

const folder = pathToFileURL(import.meta.dirname).href
const original = pathToFileURL(join(import.meta.dirname, '../../..', plant.module)).href
const planted = `${original}?planted`
const source = `
  export * from '${original}'
  export { ${plant.exported} } from '${folder}/bugs/${plant.bug}'`
let isPlanted = false

registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context)
    const { parentURL = '' } = context
    if (resolved.url !== original || parentURL === planted || parentURL.startsWith(`${folder}/`))
      return resolved
    isPlanted = true
    return { ...resolved, url: planted, format: 'module', shortCircuit: true }
  },
  load(url, context, nextLoad) {
    return url === planted ? { format: 'module', source, shortCircuit: true } : nextLoad(url, context)
  },
})

process.on('exit', () => {
  if (isPlanted) return
  console.error(`No module imported ${plant.module}, so the bug "${plant.name}" was not planted.`)
  process.exitCode = 1
})
