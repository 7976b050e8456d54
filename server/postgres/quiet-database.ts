import { pino } from 'pino'
import { Database } from './database.ts'

/** For commands, which say what failed in one sentence. */
export const quietLogger = pino({ level: 'silent' })

/** The database of a URL, for a command. */
export const quietDatabase = (url: string, schema: string | null = null): Database =>
  new Database({ url, schema, logger: quietLogger })
