import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from '../config.ts'
import { end, realWorld, serve } from '../serve.ts'
import { buildClient } from './build-client.ts'
import { openDemo } from './open-demo.ts'

/**
 * `npm start`, `npm run demo`, `npm run share`: builds the browser client where that is needed, and serves.
 * Options: `--demo` the demo market in a folder of its own, `--share` for the whole network.
 */
async function start(): Promise<void> {
  const { values } = parseArgs({
    options: { demo: { type: 'boolean' }, share: { type: 'boolean' } },
  })
  const config = readConfig({
    ...(values.demo ? { SOUK_DATA: 'data/demo', SOUK_NAME: 'Lantern Market', LOG_LEVEL: 'warn' } : {}),
    ...set(process.env),
    ...(values.share ? { HOST: '0.0.0.0' } : {}),
    ...(values.demo ? { SOUK_DEMO: 'on' } : {}),
  })
  await buildClient()
  if (values.demo) await openDemo(config, realWorld(config))
  await serve(config)
}

/** Variables that are set, so that empty ones do not replace what the options say. */
const set = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : [])))

try {
  await start()
} catch (error) {
  if (error instanceof ConfigError || (error instanceof TypeError && 'code' in error)) end(error.message)
  throw error
}
