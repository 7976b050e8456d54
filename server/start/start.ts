import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from '../config.ts'
import { endExplained, type Settings } from '../errors/start-failure.ts'
import { realEnvironment, serve } from '../serve.ts'
import { buildClient } from './build-client.ts'
import { DemoNodes, nodesOf } from './demo-nodes.ts'
import { forgetDemo } from './forget-demo.ts'
import { openDemo } from './open-demo.ts'

/** The settings read so far, for the message of a start that fails. */
let settings: Settings = {}

/**
 * `npm start`, `npm run demo`, `npm run share`: builds the browser client if needed, and serves. Options: `--demo` for
 * the demo market in a folder of its own, with `--nodes 2` on several nodes and `--fresh` from the start again, `--share` for the whole network.
 */
async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      demo: { type: 'boolean' },
      fresh: { type: 'boolean' },
      share: { type: 'boolean' },
      nodes: { type: 'string' },
    },
  })
  const nodes = values.nodes === undefined ? null : nodesOf(values.nodes)
  if (nodes !== null && !values.demo)
    throw new ConfigError(
      '--nodes is for the demo: npm run demo -- --nodes 2. README.md says how to run nodes.',
    )
  if (values.fresh && !values.demo)
    throw new ConfigError('--fresh starts the demo anew: npm run demo -- --fresh.')
  const config = readConfig({
    ...(values.demo ? { SOUK_DATA: 'data/demo', SOUK_NAME: 'Lantern Market', LOG_LEVEL: 'warn' } : {}),
    ...(nodes === null ? {} : { SOUK_DATA: 'data/demo-nodes', LOG_LEVEL: 'error' }),
    ...set(process.env),
    ...(values.share ? { HOST: '0.0.0.0' } : {}),
    ...(values.demo ? { SOUK_DEMO: 'on' } : {}),
  })
  settings = config
  if (values.fresh) await forgetDemo(config, process.env)
  await buildClient()
  if (nodes !== null) return DemoNodes.start(config, realEnvironment({ ...config, databaseUrl: null }), nodes)
  if (values.demo) await openDemo(config, realEnvironment(config))
  await serve(config)
}

/** Variables with a value, so that empty ones do not replace the options. */
const set = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : [])))

try {
  await start()
} catch (error) {
  endExplained(error, settings)
}
