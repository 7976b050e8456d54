import { readConfig } from './config.ts'
import { endExplained } from './errors/start-failure.ts'
import { serve } from './serve.ts'

/** The process: its environment, and a market that listens. Builds nothing; `npm start` does. */
try {
  await serve(readConfig(process.env))
} catch (error) {
  endExplained(error)
}
