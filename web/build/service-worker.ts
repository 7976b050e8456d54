import { join } from 'node:path'
import { buildBeside } from './build-beside.ts'

/** Builds `service-worker.js`, which has to have the same address in each version. */
export const serviceWorker = () =>
  buildBeside('service-worker', {
    build: (folder) => ({
      outDir: folder,
      emptyOutDir: false,
      target: ['es2022', 'safari15.4', 'chrome105', 'firefox113'],
      rolldownOptions: {
        input: join(import.meta.dirname, '../offline/worker.ts'),
        output: { entryFileNames: 'service-worker.js', format: 'iife' },
      },
    }),
  })
