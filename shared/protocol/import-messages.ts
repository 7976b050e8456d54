import { z } from 'zod/mini'
import type { CsvColumn } from '../catalog/product.ts'
import { shortText, uuid } from './text.ts'

/** Products from a CSV file: the result of checking it, and the request that applies it. */

/** Something in the file that must be fixed. `row` counts as a spreadsheet does: the head is row 1. */
export interface ImportError {
  row: number
  column: string
  message: string
}

/** Something that is ignored, in a row that changes nothing or in the whole file (row 1). */
export type ImportNote = ImportError

/** What one row would do. */
export interface ImportChange {
  row: number
  kind: 'create' | 'update'
  /** Null for a new product. */
  productId: number | null
  name: string
  /** The fields that would change, with their current and new values; `from` is null for a new product. */
  fields: Partial<Record<CsvColumn, { from: string | number | null; to: string | number | null }>>
  /** Remarks about the row that are no errors. */
  notes: string[]
}

/** The reply of `POST /api/import?check=1`, which changes nothing. */
export interface ImportCheck {
  /** How many rows the file has, without the head. */
  rows: number
  /** At most 500, and how many more there are. */
  errors: ImportError[]
  moreErrors: number
  changes: ImportChange[]
  /** At most 500, and how many more there are. Those of rows that change something are in `changes`. */
  notes: ImportNote[]
  moreNotes: number
  /** Names the checked file to `POST /api/import`; null if there are errors, or nothing would change. */
  token: string | null
}

/** `POST /api/import`: applies what was checked as one command, only once with any id, or refuses with `conflict`. */
export const importApply = z.object({ id: uuid, token: shortText(128, z.minLength(1)) })

/** Its reply: how many products were created and changed, and the entry's seq. */
export interface ImportDone {
  seq: number
  created: number
  changed: number
}
