import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type Plugin } from 'vite'

/** Builds what writes the storefront's pages on the server, beside what the browser gets: `first-paint/pages.js`. */
export const firstPaint = (): Plugin => ({
  name: 'souk:first-paint',
  apply: 'build',
  async writeBundle({ dir }) {
    if (!dir) return
    await build({
      configFile: false,
      root: join(import.meta.dirname, '..'),
      logLevel: 'error',
      plugins: [react()],
      // One file that needs no package, as the server does not install those of the browser.
      ssr: { noExternal: true },
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        ssr: 'first-paint/pages.ts',
        outDir: join(dir, 'first-paint'),
        emptyOutDir: true,
        copyPublicDir: false,
        assetsInlineLimit: 0,
        target: 'node24',
        rolldownOptions: { output: { codeSplitting: false } },
      },
    })
  },
})
