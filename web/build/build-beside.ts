import { join } from 'node:path'
import { type BuildOptions, build, type InlineConfig, type Plugin } from 'vite'

/** The client's sources. */
const root = join(import.meta.dirname, '..')

type Beside = Omit<InlineConfig, 'build'> & { build: (folder: string) => BuildOptions }

/** Builds something else from the client's sources, once the client is built in its folder. */
export const buildBeside = (name: string, { build: optionsIn, ...config }: Beside): Plugin => ({
  name: `souk:${name}`,
  apply: 'build',
  async writeBundle({ dir }) {
    if (!dir) return
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      ...config,
      build: { copyPublicDir: false, ...optionsIn(dir) },
    })
  },
})
