import { journalBounds } from '../../server/journal/journal-segments.ts'

/** Preloaded into a server: its journal begins a new file every few orders. */
Object.assign(journalBounds, { segmentBytesMax: 4_096 })
