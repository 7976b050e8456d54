import { join } from 'node:path'
import { build, type Plugin } from 'vite'

/** Builds `service-worker.js`, which has to have the same address in each version. */
export const serviceWorker = (): Plugin => ({
  name: 'souk:service-worker',
  apply: 'build',
  async writeBundle({ dir }) {
    if (!dir) return
    await build({
      configFile: false,
      root: join(import.meta.dirname, '..'),
      logLevel: 'error',
      build: {
        outDir: dir,
        emptyOutDir: false,
        copyPublicDir: false,
        target: ['es2022', 'safari15.4', 'chrome105', 'firefox113'],
        rolldownOptions: {
          input: join(import.meta.dirname, '../offline/worker.ts'),
          output: { entryFileNames: 'service-worker.js', format: 'iife' },
        },
      },
    })
  },
})
