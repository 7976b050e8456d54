const quote = 0x22
const carriageReturn = 0x0d
const lineFeed = 0x0a

export interface CsvReaderOptions {
  delimiter: string
  /** In UTF-16 units: otherwise an open quote would make one cell of the whole file. */
  rowLengthMax: number
  cellsMax: number
  /** Called for each row with content; `row` counts every row, from 1. */
  onRow(cells: string[], row: number): void
}

/** What is wrong with a file's format; the message names the row. */
export class MalformedRow extends Error {
  override name = 'MalformedRow'
}

/**
 * Reads comma-separated values (RFC 4180) in pieces, with any delimiter and line break; a quote within an unquoted
 * cell is text, as in spreadsheets. Throws a {@link MalformedRow}. Always linear in the length: csv-parse makes an
 * Error of each row that has more or fewer cells than the first.
 */
export class CsvReader {
  readonly #options: CsvReaderOptions
  readonly #delimiter: number
  #row = 1
  #rowLength = 0
  #cells: string[] = []
  #cell = ''
  /** `quoted` until the closing quote; `closed` after it, where another one is an escaped quote. */
  #state: 'start' | 'plain' | 'quoted' | 'closed' = 'start'
  #isAfterCarriageReturn = false

  constructor(options: CsvReaderOptions) {
    this.#options = options
    this.#delimiter = options.delimiter.charCodeAt(0)
  }

  write(piece: string): void {
    let from = this.#isAfterCarriageReturn && piece.charCodeAt(0) === lineFeed ? 1 : 0
    if (piece) this.#isAfterCarriageReturn = false
    while (from < piece.length)
      from = this.#state === 'quoted' ? this.#quoted(piece, from) : this.#plain(piece, from)
  }

  end(): void {
    if (this.#state === 'quoted') throw this.#malformed('opens a quote that is never closed')
    if (this.#state !== 'start' || this.#cells.length > 0) this.#endRow()
  }

  /** Reads text within quotes; returns where it ended. */
  #quoted(piece: string, from: number): number {
    const at = piece.indexOf('"', from)
    this.#take(piece, from, at < 0 ? piece.length : at)
    if (at < 0) return piece.length
    this.#state = 'closed'
    return at + 1
  }

  /** Reads up to and including the next delimiter, line break or opening quote; returns where it ended. */
  #plain(piece: string, from: number): number {
    const first = piece.charCodeAt(from)
    if (first === quote && this.#state !== 'plain') {
      if (this.#state === 'closed') this.#take('"', 0, 1)
      this.#state = 'quoted'
      return from + 1
    }
    let at = from
    for (; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at)
      if (code === this.#delimiter || code === lineFeed || code === carriageReturn) break
    }
    if (at > from) {
      if (this.#state === 'closed') throw this.#malformed('has text after a closing quote')
      this.#state = 'plain'
      this.#take(piece, from, at)
    }
    return at < piece.length ? this.#separate(piece, at) : at
  }

  #separate(piece: string, at: number): number {
    const code = piece.charCodeAt(at)
    if (code === this.#delimiter) {
      this.#cells.push(this.#cell)
      if (this.#cells.length >= this.#options.cellsMax)
        throw this.#malformed(`has more than ${this.#options.cellsMax} cells`)
      this.#cell = ''
      this.#state = 'start'
      this.#rowLength += 1
      return at + 1
    }
    this.#endRow()
    if (code !== carriageReturn) return at + 1
    this.#isAfterCarriageReturn = at + 1 === piece.length
    return piece.charCodeAt(at + 1) === lineFeed ? at + 2 : at + 1
  }

  #take(piece: string, from: number, to: number): void {
    this.#rowLength += to - from
    if (this.#rowLength > this.#options.rowLengthMax)
      throw this.#malformed(`is longer than ${this.#options.rowLengthMax} characters`)
    this.#cell += piece.slice(from, to)
  }

  #endRow(): void {
    const cells = this.#cells
    const isEmpty = cells.length === 0 && this.#cell === ''
    if (!isEmpty) {
      cells.push(this.#cell)
      if (cells.some((cell) => cell.trim() !== '')) this.#options.onRow(cells, this.#row)
      this.#cells = []
      this.#cell = ''
      this.#rowLength = 0
    }
    this.#state = 'start'
    this.#row += 1
  }

  #malformed(what: string): MalformedRow {
    return new MalformedRow(`Row ${this.#row} ${what}.`)
  }
}
