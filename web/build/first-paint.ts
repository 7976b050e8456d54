import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { buildBeside } from './build-beside.ts'

/** Builds what writes the storefront's pages on the server, beside what the browser gets: `first-paint/pages.js`. */
export const firstPaint = () =>
  buildBeside('first-paint', {
    plugins: [react()],
    // One file that needs no package, as the server does not install those of the browser.
    ssr: { noExternal: true },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: (folder) => ({
      ssr: 'first-paint/pages.ts',
      outDir: join(folder, 'first-paint'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: 'node24',
      rolldownOptions: { output: { codeSplitting: false } },
    }),
  })
