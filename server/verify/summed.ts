import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Findings } from './findings.ts'

/** The checksum at the end of a piece of JSON. */
export const statedSum = (json: Buffer): string =>
  json.toString('latin1', Math.max(0, json.length - 10), json.length - 2)

export const sumFits = (json: Buffer, before: number): boolean =>
  json.toString('latin1', json.length - 2) === '"}' &&
  statedSum(json) === crc32(json.subarray(0, -10), before).toString(16).padStart(8, '0')

const newline = 0x0a

/** Reads JSON that ends with its own checksum; null, and a finding, when it is not what was written. */
export function readSummed<Content>(
  folder: string,
  name: string,
  findings: Findings,
  { seq = 0, sum }: { seq?: number; sum?: string } = {},
): Content | null {
  const path = join(folder, name)
  if (!findings.expect(existsSync(path), seq, `${name} is missing`)) return null
  const bytes = readFileSync(path)
  const json = bytes.subarray(0, -1)
  const isWhole =
    bytes.at(-1) === newline && sumFits(json, 0) && (sum === undefined || sum === statedSum(json))
  return findings.expect(isWhole, seq, `${name}: its checksum does not match`)
    ? JSON.parse(json.toString())
    : null
}
