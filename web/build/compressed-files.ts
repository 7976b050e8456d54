import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const compressible = /\.(?:js|css|svg|webmanifest|txt)$/
/** Below this, a packet carries the file either way. */
const bytesMin = 1_000

const ways = [
  { suffix: '.gz', compress: (content: Buffer) => promisify(gzip)(content, { level: 9 }) },
  {
    suffix: '.br',
    compress: (content: Buffer) =>
      promisify(brotliCompress)(content, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        },
      }),
  },
]

/** Writes each file of the build compressed beside it, as small as it gets, so that the server never compresses one. */
export const compressedFiles = (): Plugin => ({
  name: 'souk:compressed-files',
  apply: 'build',
  async writeBundle({ dir }) {
    if (!dir) return
    const files = await readdir(dir, { recursive: true })
    await Promise.all(
      files.filter((name) => compressible.test(name)).map((name) => compressFile(join(dir, name))),
    )
  },
})

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path)
  if (content.length < bytesMin) return
  for (const { suffix, compress } of ways) {
    const compressed = await compress(content)
    if (compressed.length < content.length) await writeFile(path + suffix, compressed)
  }
}
