import type { LineRun } from '../journal/line-runs.ts'
import type { RecordChange } from '../records/records.ts'
import type { People } from '../session/accounts.ts'
import type { SecretName } from '../session/secrets.ts'
import type { Picture } from './pictures.ts'

/** What a market consists of, wherever it is kept, as of one moment. */
export interface MarketContents {
  /** The journal, oldest entry first. */
  lines(): AsyncIterable<LineRun>
  people(): Promise<readonly RecordChange<People>[]>
  /** Those that are kept with the market; what comes from the environment is not. */
  secrets(): Promise<Secrets>
  pictures(): AsyncIterable<Picture>
}

export type Secrets = ReadonlyMap<SecretName, string>
