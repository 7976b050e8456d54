/** An entry as the audit reads it: as little as it needs to know, and nothing of the market's own types. */
export interface AuditedEntry {
  seq: number
  at: number
  id: string
  events: AuditedEvent[]
}

export interface AuditedEvent {
  type: string
  // biome-ignore lint/suspicious/noExplicitAny: read from a file that is being doubted; each check looks itself
  [field: string]: any
}
