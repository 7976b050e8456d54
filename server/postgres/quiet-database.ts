import { pino } from 'pino'
import { Database } from './database.ts'

/** The database of a URL, for a command, which reports failures itself. */
export const quietDatabase = (url: string, schema: string | null = null): Database =>
  new Database({ url, schema, logger: pino({ level: 'silent' }) })
