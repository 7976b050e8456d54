import { hash } from 'node:crypto'

/** A command's id made of what it asks for: a UUID of version 8, the same whenever and wherever it is asked. */
export function derivedId(...parts: string[]): string {
  const hex = hash('sha256', parts.join('\n')).slice(0, 32)
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-8$3-8$4-$5')
}
