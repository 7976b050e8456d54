import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = 'http://127.0.0.1:3000'

/** Builds the browser client into `web/dist`; in development it is served here, and the market by the server. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
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
    // By this the server names what a page needs in its head: asked for by the page's script it would come later.
    manifest: true,
    // The notices of the packages that the pages contain; the server has them at this address.
    license: { fileName: 'licenses.txt' },
    // Phones' built-in browsers lag behind: Safari 15.4 is the first with all that the styles need.
    target: ['es2022', 'safari15.4', 'chrome105', 'firefox113'],
    // The content policy allows no data: addresses, so that nothing may be inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Every list of chunks repeats their names: without words in them `/` is half a kilobyte smaller.
      output: { chunkFileNames: 'assets/[hash].js' },
      // It does not say so itself, and all of it would stand in the first scripts of each page.
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
      // A receipt's address is a page for people and an answer for programs; pages come from here.
      '/r': { target: server, bypass: servePagesHere },
    },
  },
})

function servePagesHere(request: { headers: { accept?: string | undefined } }): string | undefined {
  return request.headers.accept?.includes('text/html') ? '/index.html' : undefined
}
