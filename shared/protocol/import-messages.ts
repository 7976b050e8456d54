import { z } from 'zod/mini'
import type { ProductColumn } from '../catalog/product.ts'
import { shortText, uuid } from './text.ts'

/** Products from a file of comma-separated values: what a check of it answers, and what applies it. */

/** Something in the file that has to be mended; `row` counts as a spreadsheet does, its head being row 1. */
export interface ImportError {
  row: number
  column: string
  message: string
}

/** Something that is not read, in a row that changes nothing, or of the whole file (row 1). */
export type ImportNote = ImportError

/** What one row would do. */
export interface ImportChange {
  row: number
  kind: 'create' | 'update'
  /** Null for a product that is to be made. */
  productId: number | null
  name: string
  /** The fields that would change, as they are and as they would be; of a new product, null and what it gets. */
  fields: Partial<Record<ProductColumn, { from: string | number | null; to: string | number | null }>>
  /** What is to be known of the row though it is no mistake. */
  notes: string[]
}

/** What `POST /api/import?check=1` answers: nothing was changed. */
export interface ImportCheck {
  /** How many rows the file has, without its head. */
  rows: number
  /** At most 500, and how many more there are. */
  errors: ImportError[]
  moreErrors: number
  changes: ImportChange[]
  /** At most 500, and how many more there are; those of rows that change something are in their changes. */
  notes: ImportNote[]
  moreNotes: number
  /** Names the checked file to `POST /api/import`; null where there are errors, or nothing would change. */
  token: string | null
}

/** `POST /api/import`: does what was checked, as one command and only once whatever the id, or refuses `conflict`. */
export const importApply = z.object({ id: uuid, token: shortText(128, z.minLength(1)) })
export type ImportApply = z.infer<typeof importApply>

/** What it answers: how many products were made and how many changed, at which place in the journal. */
export interface ImportDone {
  seq: number
  created: number
  changed: number
}
