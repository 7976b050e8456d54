import { readConfig } from './config.ts'
import { serve } from './serve.ts'
import { endExplained } from './start-failure.ts'

/** The process: its environment, and a market that listens. Builds nothing; `npm start` does. */
try {
  await serve(readConfig(process.env))
} catch (error) {
  endExplained(error)
}
