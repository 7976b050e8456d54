import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** An accepted command, as the journal's file has it. */
export interface Line {
  seq: number
  id: string
  events: {
    type: string
    productId?: number
    quantity?: number
    orderId?: string
    lines?: { productId: number; quantity: number }[]
  }[]
}

/** The journal's entries, read from its files without any of the code that wrote them. */
export async function readJournal(folder: string): Promise<Line[]> {
  const names = (await readdir(folder)).filter((name) => /^journal.*\.jsonl$/.test(name)).sort()
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return files
    .flatMap((file) => file.split('\n'))
    .filter((line) => line.includes('"events"'))
    .map((line) => JSON.parse(line) as Line)
}

/** How many pieces of a product the journal's orders took. */
export const soldOf = (lines: readonly Line[], productId: number): number =>
  lines
    .flatMap(({ events }) => events)
    .filter(({ type }) => type === 'order:placed')
    .flatMap((event) => event.lines ?? [])
    .filter((line) => line.productId === productId)
    .reduce((sum, { quantity }) => sum + quantity, 0)
