import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressedFiles } from './build/compressed-files.ts'
import { firstPaint } from './build/first-paint.ts'
import { icons } from './build/icons.ts'
import { serviceWorker } from './build/service-worker.ts'
import { stylesFirst } from './build/styles-first.ts'

const server = `http://127.0.0.1:${process.env.PORT || 3000}`

/** Builds the browser client into `web/dist`; in development it is served here, and the market by the server. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), icons(), compressedFiles(), firstPaint(), serviceWorker(), stylesFirst()],
  resolve: {
    alias: [
      {
        find: /^\.\/(webtransport|polling-xhr\.node)\.js$/,
        replacement: join(import.meta.dirname, 'socket/no-transport.ts'),
      },
    ],
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The server reads this to name a page's files in its head; the page's script would request them later.
    manifest: true,
    // One file for all apps: compressed, it is hardly larger than what a page needs of it, which was 15 files, and
    // nothing is painted before the last of them has come.
    cssCodeSplit: false,
    // The licence notices of the packages in the pages; the server serves them at this address.
    license: { fileName: 'licenses.txt' },
    // Phones' built-in browsers are older. Safari 15.4 is the first with everything that the styles need.
    target: ['es2022', 'safari15.4', 'chrome105', 'firefox113'],
    // The content policy allows no data: addresses, so nothing may be inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Every list of chunks repeats their names: as hashes alone, they save half a kilobyte in `/`.
      output: { chunkFileNames: 'assets/[hash].js' },
      // These packages do not declare it, and would otherwise be in each page's first scripts as a whole.
      treeshake: { moduleSideEffects: [{ test: /\/(engine|socket)\.io-client\//, sideEffects: false }] },
    },
  },
  server: {
    proxy: {
      '/socket.io': { target: server, ws: true },
      '/feed': { target: server, ws: true },
      '/api': server,
      '/healthz': server,
      '/images': server,
      '/manifest.webmanifest': server,
      // A receipt's address is a page for people and JSON for programs; this server has the page.
      '/r': { target: server, bypass: servePagesHere },
    },
  },
})

function servePagesHere(request: { headers: { accept?: string | undefined } }): string | undefined {
  return request.headers.accept?.includes('text/html') ? '/index.html' : undefined
}
