import { resolve } from 'node:path'

/** Where Node.js keeps what it has compiled, which spares each start of a process a quarter of its time. */
export const compileCache = {
  NODE_COMPILE_CACHE: resolve(import.meta.dirname, '../../.output/compile-cache'),
}
