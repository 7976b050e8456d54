import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { kindOf } from '../disk/node-disk.ts'
import type { Findings } from './findings.ts'

/** Names of files; a folder must not have one. */
const mustBeFile = /\.jsonl?$|^secret$|^operator-token$/

/** Finds what is neither a file nor a folder, and folders with names of files. Follows and opens nothing. */
export function auditPlainness(folder: string, findings: Findings, within = ''): void {
  for (const entry of readdirSync(join(folder, within), { withFileTypes: true })) {
    const name = join(within, entry.name)
    if (!entry.isDirectory()) findings.expect(entry.isFile(), 0, `${name} is ${kindOf(entry)}`)
    else if (mustBeFile.test(name)) findings.add(0, `${name} is a folder where a file is needed`)
    else auditPlainness(folder, findings, name)
  }
}
