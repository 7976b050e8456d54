import { ConfigError, readConfig } from './config.ts'
import { end, serve } from './serve.ts'

/** The process: its environment, and a market that listens. Builds nothing; `npm start` does. */
try {
  await serve(readConfig(process.env))
} catch (error) {
  if (error instanceof ConfigError) end(error.message)
  throw error
}
