import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CsvReader } from '../../server/csv/csv-reader.ts'
import { readTable } from '../../server/csv/read-table.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

/** The rows, with their numbers, of a text that arrives in chunks. */
function rowsOf(pieces: string[], delimiter = ','): [number, string[]][] {
  const rows: [number, string[]][] = []
  const reader = new CsvReader({
    delimiter,
    rowLengthMax: 1_000,
    cellsMax: 50,
    onRow: (cells, row) => void rows.push([row, cells]),
  })
  for (const piece of pieces) reader.write(piece)
  reader.end()
  return rows
}

describe('a file of separated values', () => {
  test('[csv] is parsed the same wherever the stream is split', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', '🥖', "'"),
      maxLength: 6,
    })
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 })
    const format = fc.constantFrom([',', '\r\n'], [';', '\n'], ['\t', '\r'])
    assertHolds(
      fc.property(rows, format, fc.integer({ min: 1, max: 9 }), (written, [delimiter, lineBreak], size) => {
        const text = stringify(written, { delimiter: delimiter!, record_delimiter: lineBreak!, quoted: true })
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
        const shown = written.flatMap((cells, index): [number, string[]][] =>
          cells.some((one) => one.trim() !== '') ? [[index + 1, cells]] : [],
        )
        expect(rowsOf(pieces, delimiter)).toEqual(shown)
      }),
    )
  })

  test('[csv] may have quotes within cells, blank rows and rows of any length, and numbers all rows', () => {
    expect(rowsOf(['5" pipe,1\n\n,,\n"a\nb"\n"say ""hi""",2,3'])).toEqual([
      [1, ['5" pipe', '1']],
      [4, ['a\nb']],
      [5, ['say "hi"', '2', '3']],
    ])
  })

  test('[G13] reports the row that is malformed', () => {
    expect(() => rowsOf(['a\n"b,1\nc,2'])).toThrow('Row 2 opens a quote that is never closed.')
    expect(() => rowsOf(['a\n\n"b"c'])).toThrow('Row 3 has text after a closing quote.')
    expect(rowsOf([`a${','.repeat(49)}`])[0]![1]).toHaveLength(50)
    expect(() => rowsOf([`a\n${','.repeat(50)}`])).toThrow('Row 2 has more than 50 cells.')
    expect(() => rowsOf([`a\n${'x'.repeat(1_001)}`])).toThrow('Row 2 is longer than 1000 characters.')
  })
})

describe('a table', () => {
  const table = (bytes: string | Buffer) => readTable(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes))

  test('[csv] takes its delimiter from its first line or its head', async () => {
    for (const first of ['sep=;\r\n', '\ufeffsep=;\n', '"sep=;"\r\n', 'SEP=;\n'])
      expect(await table(`${first}name;price\nBread;1,50`)).toMatchObject({
        head: ['name', 'price'],
        rows: [{ row: 2, cells: ['Bread', '1,50'] }],
      })
    expect(await table('"Name, as shown, in full";price')).toMatchObject({ delimiter: ';' })
    expect(await table('sep=|\nname|price\na|1')).toMatchObject({ rows: [{ cells: ['a', '1'] }] })
  })

  test('[csv] is decoded in its own encoding', async () => {
    const text = 'name\tprice\nBrød 🥖\t5'
    const expected = { rows: [{ row: 2, cells: ['Brød 🥖', '5'] }] }
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
    expect(await table(text)).toMatchObject({ ...expected, encoding: 'utf-8' })
    expect(await table(utf16)).toMatchObject({ ...expected, encoding: 'utf-16le' })
    expect(await table(Buffer.from(utf16).swap16())).toMatchObject({ ...expected, encoding: 'utf-16be' })
    const western = { rows: [{ row: 2, cells: ['Brød', '5'] }], encoding: 'windows-1252' }
    expect(await table(Buffer.from('name;price\nBrød;5', 'latin1'))).toMatchObject(western)
    await expect(table(Buffer.from('PK\u0003\u0004\0\0'))).rejects.toThrow('not text')
    await expect(table(Buffer.from('name\nBread', 'utf16le'))).rejects.toThrow('not text')
  })

  test('[csv] loses no character when read in steps', async () => {
    for (const lead of ['', 'a', 'ab', 'abc']) {
      const long = lead + '🥖é'.repeat(5_000)
      expect((await table(`name,price\n${long},1`)).rows[0]?.cells[0]).toBe(long)
    }
  })
})
