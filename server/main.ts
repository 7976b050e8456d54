import { readConfig } from './config.ts'
import { endExplained } from './errors/start-failure.ts'
import { serve } from './serve.ts'

/** Serves a market as the environment says. Builds nothing; `npm start` does. */
try {
  await serve(readConfig(process.env))
} catch (error) {
  endExplained(error)
}
