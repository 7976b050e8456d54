/** As much of an entry as the audit reads; independent of the market's own types. */
export interface AuditedEntry {
  seq: number
  at: number
  id: string
  events: AuditedEvent[]
}

export interface AuditedEvent {
  type: string
  // biome-ignore lint/suspicious/noExplicitAny: read from a file that is not trusted; each check validates what it uses
  [field: string]: any
}
